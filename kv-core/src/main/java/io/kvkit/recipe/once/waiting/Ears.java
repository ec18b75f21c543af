package io.kvkit.recipe.once.waiting;

import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.Signals.Subscription;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the changes of a namespace while calls wait for keys of it, and no longer: each change of any key there costs
 * the server a push.
 */
final class Ears {

    private static final long ALERT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConcurrentMap<String, Ear> open = new ConcurrentHashMap<>();
    private final @Nullable Signals signals;
    private final Signals.Listener listener;

    private Ears(@Nullable Signals signals, Signals.Listener listener) {
        this.signals = signals;
        this.listener = listener;
    }

    /** Returns ears for a store. In a store of this JVM, calls that end here wake the others. */
    static Ears of(KvStore store, Signals.Listener listener) {
        boolean immediate = store.capabilities().contains(Capability.IMMEDIATE);
        return new Ears(immediate ? null : store.signals().orElse(null), listener);
    }

    /** The subscription of a namespace, and how many waits need it. */
    private record Ear(Subscription subscription, int waits) {}

    /** Listens for one wait more. */
    void open(Namespace namespace) {
        Signals all = signals;
        if (all != null) {
            open.compute(
                    namespace.start(),
                    (start, ear) -> ear == null
                            ? new Ear(all.listen(namespace, listener), 1)
                            : new Ear(ear.subscription, ear.waits + 1));
        }
    }

    /** Listens for one wait less. */
    void close(Namespace namespace) {
        open.computeIfPresent(namespace.start(), (start, ear) -> {
            if (ear.waits > 1) {
                return new Ear(ear.subscription, ear.waits - 1);
            }
            ear.subscription.close();
            return null;
        });
    }

    /** Returns whether changes of a namespace are heard. */
    boolean isLive(Namespace namespace) {
        Ear ear = open.get(namespace.start());
        return ear != null && ear.subscription.silenceNanos() <= ALERT_NANOS;
    }
}
