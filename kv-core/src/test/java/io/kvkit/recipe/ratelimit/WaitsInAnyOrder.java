package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.StageDriver;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Calls that come and are cancelled, and whose limits change, while the store and the threads of the calls go on when they
 * want. The permits of half of the runs never come back by themselves, so that they can be counted at the end.
 */
final class WaitsInAnyOrder {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration SLACK = Duration.ofMillis(3);
    private static final int ENOUGH = 10_000;

    /** A call of the test. */
    private final class Made {

        final long cost = 1 + random.nextInt(3);
        final List<String> keys =
                random.nextInt(4) == 0 ? List.of("a", "b") : List.of(random.nextBoolean() ? "a" : "b");
        final long dueMicros = time.micros() + PATIENCE.plus(SLACK).toNanos() / 1_000;
        int runs;
        List<Charge> charged = List.of();

        @SuppressWarnings("NullAway.Init")
        CompletableFuture<@Nullable Object> end;

        void start() {
            RateLimitCall[] call = new RateLimitCall[1];
            call[0] = new RateLimitCall(charges(), OnStoreFailure.CLOSED, this::decided, this::revise);
            end = driver.run(guard, call[0], args -> CompletableFuture.completedFuture(++runs));
        }

        // Which limits have charged a call is known from its decision only.
        private void decided(RateLimitResult result) {
            if (result.allowed()) {
                charged = charges();
            }
        }

        private List<Charge> charges() {
            return keys.stream().map(key -> charge(key, cost)).toList();
        }

        private @Nullable RateLimitCall revise(RateLimitCall call) {
            if (unreadable && random.nextBoolean()) {
                throw new IllegalStateException("cannot be read");
            }
            if (disabled) {
                return null;
            }
            return call.charges().equals(charges()) ? call : call.with(charges());
        }
    }

    private final VirtualTime time = new VirtualTime();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final StageDriver driver = new StageDriver(tasks::add);
    private final List<Made> calls = new ArrayList<>();
    private final Map<Band, Meter> meters = new HashMap<>();
    private final int seed;
    private final Random random;
    private final boolean counted;
    private final InMemoryKvStore memory = new InMemoryKvStore(time);
    private final @Nullable HeldKvStore wire;
    private final RateLimiter limiter;
    private final WaitingGuard guard;

    private long limit = 3;
    private boolean waits = true;
    private boolean disabled;
    private boolean unreadable;

    WaitsInAnyOrder(int seed, boolean later) {
        this.seed = seed;
        this.random = new Random(seed);
        this.counted = seed % 2 == 0;
        this.wire = later ? new HeldKvStore(memory) : null;
        KvStore store = wire == null ? memory : wire;
        this.limiter = new RateLimiter(store, new InMemoryKvStore(time), KvListeners.NONE);
        this.guard = new WaitingGuard(limiter, time);
    }

    void run() {
        for (int i = 0; i < 60; i++) {
            step();
            assertThat(guard.idle())
                    .as("queues that nobody goes on with, seed %s", seed)
                    .isZero();
            if (random.nextInt(4) == 0) {
                settle();
                checkWaits();
            }
        }
        end();
    }

    private void step() {
        switch (random.nextInt(12)) {
            case 0 -> cancel();
            case 1 -> change();
            case 2 -> time.advance(Duration.ofMillis(random.nextInt(6_000)));
            case 3 -> refund();
            case 4, 5 -> answer();
            case 6, 7 -> runTask();
            case 8 -> limit = 1 + random.nextInt(5); // Nobody tells the change.
            default -> start();
        }
    }

    private void start() {
        if (waits && !disabled) {
            Made made = new Made();
            calls.add(made);
            made.start();
        }
    }

    private void cancel() {
        List<Made> open = calls.stream().filter(made -> !made.end.isDone()).toList();
        if (!open.isEmpty()) {
            open.get(random.nextInt(open.size())).end.cancel(false);
        }
    }

    private void change() {
        limit = 1 + random.nextInt(5);
        waits = random.nextInt(3) > 0;
        disabled = random.nextInt(10) == 0;
        unreadable = random.nextInt(3) == 0;
        limiter.limitsChanged();
    }

    // The permits of a call that was made.
    private void refund() {
        calls.stream()
                .filter(made -> made.runs == 1)
                .skip(random.nextInt(3))
                .findFirst()
                .ifPresent(made -> {
                    List<Charge> charged = made.charged;
                    made.charged = List.of();
                    var unused = limiter.refund(charged);
                });
    }

    private void answer() {
        if (wire != null && !counted && wire.isHolding() && random.nextInt(8) == 0) {
            wire.fail();
        } else if (wire != null) {
            wire.answerNext();
        }
    }

    private void runTask() {
        Runnable task = tasks.poll();
        if (task != null) {
            task.run();
        }
    }

    // Until the store has answered all, and all threads have done their work.
    private void settle() {
        for (int steps = 0; !tasks.isEmpty() || (wire != null && wire.isHolding()); steps++) {
            assertThat(steps).as("steps without a pause, seed %s", seed).isLessThan(10_000);
            runTask();
            if (wire != null) {
                wire.answerNext();
            }
        }
        time.runDue();
        if (!tasks.isEmpty() || (wire != null && wire.isHolding())) {
            settle();
        }
    }

    private void checkWaits() {
        long open = calls.stream().filter(made -> !made.end.isDone()).count();
        assertThat(guard.waiting()).as("calls that wait, seed %s", seed).isEqualTo((int) open);
        assertThat(calls)
                .as("calls in time, seed %s", seed)
                .allSatisfy(made -> assertThat(made.end.isDone() || made.dueMicros >= time.micros())
                        .isTrue());
    }

    private void end() {
        settle();
        checkWaits();
        for (int i = 0; i < 25; i++) {
            time.advance(Duration.ofSeconds(1));
            settle();
            checkWaits();
        }
        assertThat(guard.size()).as("queues, seed %s", seed).isZero();
        assertThat(time.pending()).as("timers, seed %s", seed).isZero();
        assertThat(calls)
                .as("calls made, seed %s", seed)
                .allSatisfy(made -> assertThat(made.runs).isLessThanOrEqualTo(1));
        if (counted) {
            List.of("a", "b").forEach(this::checkPermits);
        }
    }

    private void checkPermits(String key) {
        limit = ENOUGH;
        Charge all = charge(key, 0);
        long used = calls.stream()
                .filter(made -> made.runs == 1)
                .flatMap(made -> made.charged.stream())
                .filter(charge -> charge.key().equals(all.key()))
                .mapToLong(Charge::cost)
                .sum();
        RateLimiter reader = new RateLimiter(memory, KvListeners.NONE);
        assertThat(ENOUGH - Failures.join(reader.peek(List.of(all))).remaining())
                .as("permits in use, seed %s", seed)
                .isEqualTo(used);
    }

    private Charge charge(String name, long cost) {
        Key key = Namespace.of("test", "ratelimit", "calls", Key.Retention.KEPT).key(name);
        Band band = counted
                ? Band.of(Algorithm.FIXED_WINDOW, limit, Duration.ofDays(1))
                : Band.of(Algorithm.TOKEN_BUCKET, limit, Duration.ofSeconds(10));
        LimitTerms terms = waits ? LimitTerms.USUAL.with(new LimitWait(PATIENCE, 1_000)) : LimitTerms.USUAL;
        return new Charge(name, key, meters.computeIfAbsent(band, Meter::of), cost, terms);
    }
}
