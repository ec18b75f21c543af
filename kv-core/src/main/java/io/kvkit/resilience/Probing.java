package io.kvkit.resilience;

import io.kvkit.call.Timer;
import io.kvkit.resilience.Breaker.Permit;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StoreHealth;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the store in the background whether it works again, so that no caller pays for finding out.
 *
 * <p>It begins soon after the breaker opened, for a short break of the connection, and becomes slower up to the open
 * interval. While the breaker is half-open it takes part in the trial, so the breaker closes without any calls, too.
 */
final class Probing {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final Breaker breaker;
    private final Supplier<CompletionStage<StoreHealth>> probe;
    private final Timer timer;
    private final MicroClock clock;
    private final Duration longestPause;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long nextMicros;
    private volatile boolean closed;

    Probing(
            Breaker breaker,
            Supplier<CompletionStage<StoreHealth>> probe,
            Timer timer,
            MicroClock clock,
            Duration longestPause) {
        this.breaker = breaker;
        this.probe = probe;
        this.timer = timer;
        this.clock = clock;
        this.longestPause = longestPause;
    }

    /** Begins, unless it has begun. */
    void start() {
        if (!closed && running.compareAndSet(false, true)) {
            later(shorter(FIRST_PAUSE));
        }
    }

    /** When the store is asked next. */
    Instant next() {
        return Instant.EPOCH.plus(nextMicros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS);
    }

    void close() {
        closed = true;
    }

    private void later(Duration pause) {
        if (closed) {
            return;
        }
        nextMicros = clock.micros() + pause.toNanos() / 1_000;
        timer.after(pause, () -> ask(pause));
    }

    private void ask(Duration pause) {
        if (closed || breaker.state() == BreakerState.CLOSED) {
            running.set(false);
            if (breaker.state() == BreakerState.OPEN) {
                start();
            }
            return;
        }
        if (breaker.state() == BreakerState.OPEN) {
            whileOpen(pause);
        } else {
            whileHalfOpen(pause);
        }
    }

    private void whileOpen(Duration pause) {
        heard(pause, (up, nanos) -> {
            if (up) {
                breaker.tryAgain();
                Permit permit = breaker.enter();
                if (permit != Permit.REFUSED) {
                    breaker.ended(permit, null, nanos);
                }
            }
        });
    }

    private void whileHalfOpen(Duration pause) {
        Permit permit = breaker.enter();
        if (permit == Permit.REFUSED) {
            later(longer(pause));
            return;
        }
        heard(pause, (up, nanos) -> breaker.ended(permit, up ? null : failed(), nanos));
    }

    private interface Answer {
        void heard(boolean up, long nanos);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    private void heard(Duration pause, Answer answer) {
        long start = clock.micros();
        probe.get().whenComplete((health, failure) -> {
            answer.heard(isUp(health), (clock.micros() - start) * 1_000);
            later(longer(pause));
        });
    }

    private static boolean isUp(@Nullable StoreHealth health) {
        return health != null && health.up();
    }

    private static KvException failed() {
        return new KvException(Kind.TRANSIENT, Outcome.NOT_APPLIED, "health", null, "the store does not work", null);
    }

    private Duration longer(Duration pause) {
        return shorter(pause.multipliedBy(2));
    }

    private Duration shorter(Duration pause) {
        return pause.compareTo(longestPause) < 0 ? pause : longestPause;
    }
}
