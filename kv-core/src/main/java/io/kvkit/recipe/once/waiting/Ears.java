package io.kvkit.recipe.once.waiting;

import io.kvkit.call.Timer;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.Signals.Subscription;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Listens to the changes of a namespace while calls wait for keys of it, and for a short time afterwards: each change of
 * any key there costs the server a push.
 */
final class Ears {

    private static final Duration LINGER = Duration.ofSeconds(10);
    private static final long ALERT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ConcurrentMap<String, Ear> open = new ConcurrentHashMap<>();
    private final @Nullable Signals signals;
    private final Timer timer;
    private final Signals.Listener listener;

    private Ears(@Nullable Signals signals, Timer timer, Signals.Listener listener) {
        this.signals = signals;
        this.timer = timer;
        this.listener = listener;
    }

    /** Returns ears for a store. In a store of this JVM, calls that end here wake the others. */
    static Ears of(KvStore store, Timer timer, Signals.Listener listener) {
        boolean immediate = store.capabilities().contains(Capability.IMMEDIATE);
        return new Ears(immediate ? null : store.signals().orElse(null), timer, listener);
    }

    /** The subscription of a namespace, and how many waits need it. */
    private record Ear(
            Subscription subscription, int waits, @Nullable Scheduled closing) {

        Ear with(int more, @Nullable Scheduled end) {
            if (closing != null) {
                closing.cancel();
            }
            return new Ear(subscription, waits + more, end);
        }
    }

    /** Listens for one wait more. */
    void open(Namespace namespace) {
        Signals all = signals;
        if (all != null) {
            open.compute(
                    namespace.start(),
                    (start, ear) ->
                            ear == null ? new Ear(all.listen(namespace, listener), 1, null) : ear.with(1, null));
        }
    }

    /** Listens for one wait less. */
    void close(Namespace namespace) {
        open.computeIfPresent(namespace.start(), (start, ear) -> ear.with(-1, ear.waits > 1 ? null : closing(start)));
    }

    private Scheduled closing(String start) {
        return timer.after(
                LINGER,
                () -> open.computeIfPresent(start, (same, ear) -> {
                    if (ear.waits > 0) {
                        return ear;
                    }
                    ear.subscription.close();
                    return null;
                }));
    }

    /** Returns whether changes of a namespace are heard. */
    boolean isLive(Namespace namespace) {
        Ear ear = open.get(namespace.start());
        return ear != null && ear.subscription.silenceNanos() <= ALERT_NANOS;
    }
}
