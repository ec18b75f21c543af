package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.meter.Meter;
import io.kvkit.meter.MeterReply;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The permits that this JVM holds ahead of its calls, by key. The store was charged for all of them before. What is not
 * used in time is given back, unless its window is over by then. Safe for use by several threads.
 */
final class Blocks {

    // What a bucket refills until a step arrives is not given back.
    private static final long MOST_WITHIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final KvStore store;
    private final @Nullable Timer timer;
    private final Duration time;
    private final long timeoutNanos;
    private final long withinNanos;
    private final LongSupplier nanoTime;
    private final Consumer<Key> returned;
    private final ConcurrentMap<Key, HeldBlock> held = new ConcurrentHashMap<>();

    // A reset forgets what was charged, so what was sent before it must not be handed out after it.
    private final SlotCounts resets = new SlotCounts();
    private volatile boolean closed;

    /**
     * Creates blocks.
     *
     * @param timer ends them; null if none are to be taken
     * @param settings how long they last, and how long the store may take
     * @param returned is told of keys to which permits were given back
     */
    Blocks(
            KvStore store,
            @Nullable Timer timer,
            RateLimiterSettings settings,
            LongSupplier nanoTime,
            Consumer<Key> returned) {
        this.store = store;
        this.timer = timer;
        this.time = settings.blockTime();
        this.timeoutNanos = settings.timeout().toNanos();
        this.withinNanos = Math.min(timeoutNanos, MOST_WITHIN_NANOS);
        this.nanoTime = nanoTime;
        this.returned = returned;
    }

    /** Returns the reply to a charge by the permits at hand; null if it has to ask the store. */
    @Nullable
    MeterReply use(Charge charge) {
        if (held.isEmpty() || ChargeSteps.isAlone(charge)) {
            return null;
        }
        HeldBlock block = held.get(charge.key());
        return block == null ? null : block.use(charge, nanoTime.getAsLong());
    }

    /** Returns how many takes to send in place of a number of equal charges. */
    long wanted(Charge charge, long count) {
        if (timer == null || closed || charge.cost() == 0) {
            return count;
        }
        long block = Math.min(charge.terms().block(), charge.meter().maxCost()) / charge.cost();
        return Math.max(count, Math.min(Meter.MAX_COUNT, count - 1 + block));
    }

    /** Ends the block of a key, because the store is about to be asked. */
    void makeRoom(Key key) {
        if (!held.isEmpty()) {
            end(held.remove(key));
        }
    }

    /** Returns a step that keeps what a reply grants beyond a number of charges that are about to be sent. */
    UnaryOperator<MeterReply> keeping(Charge charge, long count) {
        long since = nanoTime.getAsLong();
        long before = resets.of(charge.key());
        Meter meter = charge.meter().on(store, charge.key());
        return reply -> {
            if (reply.granted() > count) {
                keep(new HeldBlock(charge, meter.block(reply, charge.cost(), count), since, time.toNanos()), before);
            }
            return reply;
        };
    }

    private void keep(HeldBlock block, long before) {
        Key key = block.charge().key();
        end(held.put(key, block));
        if (resets.of(key) != before && held.remove(key, block)) {
            block.drop();
        }
        if (closed && held.remove(key, block)) {
            end(block);
        }
        if (timer != null) {
            awaitEnd(timer, block);
        }
    }

    private CompletionStage<?> end(@Nullable HeldBlock block) {
        Transition<MeterReply> back = block == null ? null : block.end(nanoTime.getAsLong(), withinNanos);
        if (block == null || back == null) {
            return CompletableFuture.completedFuture(null);
        }
        Key key = block.charge().key();
        return Failures.caught(() -> store.apply(key, back)).handle((reply, failure) -> {
            returned.accept(key);
            return reply;
        });
    }

    private void awaitEnd(Timer ends, HeldBlock block) {
        try {
            Duration left = Duration.ofNanos(block.leftNanos(nanoTime.getAsLong()));
            block.endsBy(ends.after(left, () -> endInTime(block)));
        } catch (RuntimeException noTimer) {
            // The charge of the caller was granted, so it does not fail. The next charge of the key ends the block.
        }
    }

    private void endInTime(HeldBlock block) {
        if (held.remove(block.charge().key(), block)) {
            end(block);
        }
    }

    /** Forgets the block of a key without giving it back, because the store forgets it too. */
    void forget(Key key) {
        resets.add(key);
        HeldBlock block = held.remove(key);
        if (block != null) {
            block.drop();
        }
    }

    /** Gives back all permits, and takes none ahead from now on. Returns when the store has answered, or a while later. */
    void close() {
        closed = true;
        List<? extends CompletionStage<?>> ends = List.copyOf(held.keySet()).stream()
                .map(key -> end(held.remove(key)))
                .toList();
        CompletableFuture.allOf(
                        ends.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, timeoutNanos, TimeUnit.NANOSECONDS)
                .join();
    }
}
