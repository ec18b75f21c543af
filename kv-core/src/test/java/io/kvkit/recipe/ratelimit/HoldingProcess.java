package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.call.SystemTimer;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.recipe.ratelimit.ConcurrentCall.Place;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A process that holds all permits of a key for as long as it lives. */
final class HoldingProcess {

    static final Key KEY = ConcurrencySettings.key(Namespace.of("t", "ratelimit", "held", Retention.KEPT), "k");
    static final ConcurrencySettings SETTINGS =
            new ConcurrencySettings("held", 2, Duration.ofSeconds(1), OnStoreFailure.CLOSED);

    private HoldingProcess() {}

    /** Runs until it is killed; the argument is the address of the server. */
    public static void main(String[] arguments) {
        ConcurrencyLimiter limiter = new ConcurrencyLimiter(
                Connected.await(new LettuceKvStore(LettuceSettings.ofUri(arguments[0])
                        .timeout(Eventually.PATIENCE)
                        .build())),
                null,
                new SystemTimer("holding"),
                KvListeners.NONE);
        List<Permit> held = new ArrayList<>();
        while (true) {
            // On a busy machine a permit can be lost.
            held.removeIf(permit -> !permit.isHeld());
            Permit permit =
                    Failures.join(limiter.tryAcquire(new Place(SETTINGS, KEY))).permit();
            if (permit != null) {
                held.add(permit);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }
}
