package io.kvkit.resilience;

import io.kvkit.call.Backoff;
import io.kvkit.call.Timer;
import io.kvkit.event.BreakerState;
import io.kvkit.resilience.Circuit.Permit;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.MicroClock;
import io.kvkit.store.StoreHealth;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Probes the store in the background, so that no caller is used as a probe.
 *
 * <p>Probes start soon after the breaker opened, in case the connection was interrupted only briefly, and slow down to
 * the open interval. While the breaker is half-open, probes count as trial calls, so the breaker closes even without
 * any calls.
 */
final class Probing {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    private final Circuit circuit;
    private final Supplier<CompletionStage<StoreHealth>> probe;
    private final Timer timer;
    private final MicroClock clock;
    private final Backoff backoff;
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile long nextMicros;
    private volatile boolean closed;

    Probing(
            Circuit circuit,
            Supplier<CompletionStage<StoreHealth>> probe,
            Timer timer,
            MicroClock clock,
            Duration longestPause) {
        this.circuit = circuit;
        this.probe = probe;
        this.timer = timer;
        this.clock = clock;
        this.backoff = new Backoff(least(FIRST_PAUSE, longestPause), longestPause);
    }

    /** Starts probing, unless it has started. */
    void start() {
        if (!closed && running.compareAndSet(false, true)) {
            later(0);
        }
    }

    /** Returns when the store is probed next, in microseconds since the epoch. */
    long nextMicros() {
        return nextMicros;
    }

    void close() {
        closed = true;
    }

    private void later(int asked) {
        if (closed) {
            return;
        }
        Duration pause = backoff.pause(asked);
        nextMicros = clock.micros() + pause.toNanos() / 1_000;
        timer.after(pause, () -> ask(asked));
    }

    private void ask(int asked) {
        if (closed || circuit.state() == BreakerState.CLOSED) {
            running.set(false);
            if (circuit.state() == BreakerState.OPEN) {
                start();
            }
            return;
        }
        if (circuit.state() == BreakerState.OPEN) {
            whileOpen(asked);
        } else {
            whileHalfOpen(asked);
        }
    }

    private void whileOpen(int asked) {
        heard(asked, up -> {
            if (up) {
                circuit.tryAgain();
                Permit permit = circuit.enter();
                if (permit != Permit.REFUSED) {
                    circuit.ended(permit, null);
                }
            }
        });
    }

    private void whileHalfOpen(int asked) {
        Permit permit = circuit.enter();
        if (permit == Permit.REFUSED) {
            later(asked + 1);
            return;
        }
        heard(asked, up -> circuit.ended(permit, up ? null : failed()));
    }

    private interface Answer {
        void heard(boolean up);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    private void heard(int asked, Answer answer) {
        probe.get().whenComplete((health, failure) -> {
            answer.heard(isUp(health));
            later(asked + 1);
        });
    }

    private static boolean isUp(@Nullable StoreHealth health) {
        return health != null && health.up();
    }

    private static KvException failed() {
        return new KvException(Kind.TRANSIENT, Outcome.NOT_APPLIED, "health", null, "the store is down", null);
    }

    private static Duration least(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
