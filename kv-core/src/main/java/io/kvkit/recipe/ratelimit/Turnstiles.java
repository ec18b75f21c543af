package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.MeterReply;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The way of charges to a store that needs I/O: one call at a time for each key. A key has a {@link Turnstile} only
 * while a call about it is under way.
 */
final class Turnstiles {

    private static final long LEAST_NANOS = 1_000_000;

    private final KvStore store;
    private final Blocks blocks;
    private final long timeoutNanos;
    private final LongSupplier nanoTime;
    private final ConcurrentMap<Key, Turnstile> busy = new ConcurrentHashMap<>();

    /**
     * Creates the way to a store.
     *
     * @param store the store, which ends calls within the timeout
     * @param blocks the permits that were taken ahead
     * @param timeout how long a charge may take, waiting included, if the store does not answer
     */
    Turnstiles(KvStore store, Blocks blocks, Duration timeout, LongSupplier nanoTime) {
        this.store = store;
        this.blocks = blocks;
        this.timeoutNanos = timeout.toNanos();
        this.nanoTime = nanoTime;
    }

    /** Takes the cost of a charge, and continues with the reply or the failure. */
    <T> CompletionStage<T> take(Charge charge, BiFunction<@Nullable MeterReply, @Nullable Throwable, T> then) {
        Key key = charge.key();
        while (true) {
            Turnstile known = busy.get(key);
            if (known == null) {
                Turnstile own = new Turnstile(this, key);
                known = busy.putIfAbsent(key, own);
                if (known == null) {
                    return own.pass(charge, then);
                }
            }
            Waiter waiter = known.join(charge);
            if (waiter != null) {
                return waiter.handle(then);
            }
        }
    }

    /** Returns the reply to a charge by permits that were taken ahead; null if it has to ask the store, or to wait. */
    @Nullable
    MeterReply ahead(Charge charge) {
        return charge.terms().block() == 0 || busy.containsKey(charge.key()) ? null : blocks.use(charge);
    }

    /** Gives back permits that were taken ahead, because a charge that must not use them is about to be sent. */
    void makeRoom(Charge charge) {
        blocks.makeRoom(charge.key());
    }

    /** Ends those at the front for which permits were taken ahead, and returns the first of the others. */
    @Nullable
    Waiter serve(Waiter waiting) {
        for (Waiter waiter = waiting; waiter != null; waiter = waiter.next) {
            MeterReply reply = blocks.use(waiter.charge());
            if (reply == null) {
                return waiter;
            }
            waiter.complete(reply);
        }
        return null;
    }

    /** Returns the number of keys with a call under way. */
    int size() {
        return busy.size();
    }

    /** Receives the end of a call. */
    interface Listener {
        void ended(@Nullable MeterReply reply, @Nullable Throwable failure);
    }

    /** Sends a charge in a call. */
    CompletableFuture<MeterReply> send(Charge charge) {
        CompletableFuture<MeterReply> call = send(store, charge, 1, true);
        return charge.terms().block() == 0
                ? call
                : call.thenApply(reply -> charge.meter().single(reply, charge.cost(), 1));
    }

    /**
     * Sends several equal charges in one call.
     *
     * @param ahead whether permits may be taken ahead
     */
    void send(Charge charge, long count, boolean ahead, Listener listener) {
        listen(send(store, charge, count, ahead), listener);
    }

    /** Sends those that wait one by one. Each must be answered in the time that it has left. */
    void sendAlone(Waiter waiting) {
        for (Waiter waiter = waiting; waiter != null; waiter = waiter.next) {
            Waiter one = waiter;
            listen(call(one), (reply, failure) -> one.end(reply, failure, 1));
        }
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    void remove(Key key, Turnstile idle) {
        busy.remove(key, idle);
    }

    private CompletableFuture<MeterReply> call(Waiter alone) {
        long nanos = timeoutNanos - (nanoTime.getAsLong() - alone.sinceNanos());
        return nanos < LEAST_NANOS
                ? CompletableFuture.failedFuture(alone.late())
                : send(store.withTimeout(Duration.ofNanos(nanos)), alone.charge(), 1, false);
    }

    // If this threw, the turnstile would hold its key forever.
    private CompletableFuture<MeterReply> send(KvStore where, Charge charge, long count, boolean ahead) {
        try {
            Key key = charge.key();
            blocks.makeRoom(key);
            long wanted = ahead ? blocks.wanted(charge, count) : count;
            UnaryOperator<MeterReply> keeping = blocks.keeping(charge, count);
            CompletableFuture<MeterReply> call = where.apply(
                            key, charge.meter().on(where, key).take(key, charge.cost(), wanted))
                    .toCompletableFuture();
            return wanted == count ? call : call.thenApply(keeping);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the listener is added for its effect
    private static void listen(CompletableFuture<MeterReply> call, Listener listener) {
        call.whenComplete(listener::ended);
    }
}
