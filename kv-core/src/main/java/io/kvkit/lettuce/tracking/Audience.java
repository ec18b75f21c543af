package io.kvkit.lettuce.tracking;

import io.kvkit.call.LogThrottle;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals.Listener;
import io.kvkit.store.Signals.Subscription;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners of one namespace. */
final class Audience {

    private static final Logger LOG = LoggerFactory.getLogger(Tracking.class);

    // Two subscriptions of one listener are different, so this is not a record, whose instances could be equal.
    final class Ear implements Subscription {

        private final Listener listener;
        private final ToLongFunction<Audience> silence;
        private final Consumer<Ear> closing;

        private Ear(Listener listener, ToLongFunction<Audience> silence, Consumer<Ear> closing) {
            this.listener = listener;
            this.silence = silence;
            this.closing = closing;
        }

        Audience audience() {
            return Audience.this;
        }

        @Override
        public long silenceNanos() {
            return silence.applyAsLong(Audience.this);
        }

        @Override
        public void close() {
            closing.accept(this);
        }
    }

    private final Namespace namespace;
    private final List<Ear> ears = new CopyOnWriteArrayList<>();
    private final LogThrottle throttle = new LogThrottle();
    private volatile boolean armed;

    Audience(Namespace namespace) {
        this.namespace = namespace;
    }

    Ear add(Listener listener, ToLongFunction<Audience> silence, Consumer<Ear> closing) {
        Ear ear = new Ear(listener, silence, closing);
        ears.add(ear);
        return ear;
    }

    void remove(Ear ear) {
        ears.remove(ear);
    }

    boolean isEmpty() {
        return ears.isEmpty();
    }

    Namespace namespace() {
        return namespace;
    }

    /** Returns whether every server reports the changes of the namespace, or did so until its connection was lost. */
    boolean isArmed() {
        return armed;
    }

    void arm(boolean everywhere) {
        armed = everywhere;
    }

    void changed(String id) {
        Key key = namespace.literalKey(id);
        for (Ear ear : ears) {
            tell(() -> ear.listener.changed(key));
        }
    }

    void anythingChanged() {
        for (Ear ear : ears) {
            tell(ear.listener::anythingChanged);
        }
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (Throwable e) {
            if (throttle.allows(System.nanoTime() / 1_000)) {
                LOG.warn("A listener of the changes of {} failed", namespace.start(), e);
            }
        }
    }
}
