package io.kvkit.tck;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store whose chosen operations fail.
 *
 * <p>An operation is named by its method ({@code get}, {@code set}, {@code delete}, {@code exists}, {@code mget},
 * {@code mset}, {@code deleteMany}, {@code applyAll}) or by the script of its transition ({@code claim}, {@code renew},
 * {@code complete}, {@code fail} ...); {@link #ALL} names them all.
 */
public final class FaultyKvStore extends ForwardingKvStore {

    /** Every operation. */
    public static final String ALL = "*";

    /** What goes wrong. */
    public enum Fault {
        /** Nothing is carried out: a TRANSIENT error. */
        REQUEST_LOST,
        /** It is carried out, but the connection ends before its answer: a TRANSIENT error of unknown outcome. */
        REPLY_LOST,
        /** It is carried out, but not answered in time: a TIMEOUT of unknown outcome. */
        REPLY_LATE,
        /** The store refuses: a PERMANENT error. */
        REFUSED
    }

    private record Plan(Fault fault, AtomicInteger left) {}

    private final Map<String, Plan> plans = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> counts = new ConcurrentHashMap<>();

    public FaultyKvStore(KvStore store) {
        super(store);
    }

    /** Lets an operation fail until it is healed. */
    public void fail(String operation, Fault fault) {
        plans.put(operation, new Plan(fault, new AtomicInteger(Integer.MAX_VALUE)));
    }

    /** Lets the next so many calls of an operation fail. */
    public void failNext(int times, String operation, Fault fault) {
        plans.put(operation, new Plan(fault, new AtomicInteger(times)));
    }

    /** Lets everything work again. */
    public void heal() {
        plans.clear();
    }

    /** How often an operation was called, failed calls included. */
    public int count(String operation) {
        AtomicInteger count = counts.get(operation);
        return count == null ? 0 : count.get();
    }

    @Override
    public CompletionStage<byte @Nullable []> get(Key key) {
        return faulty("get", key, () -> super.get(key));
    }

    @Override
    public @Nullable Lookup getNow(Key key) {
        Fault fault = next("get");
        if (fault != null) {
            throw error(fault, "get", key);
        }
        return super.getNow(key);
    }

    @Override
    public CompletionStage<Void> set(Key key, byte[] value, Ttl ttl) {
        return faulty("set", key, () -> super.set(key, value, ttl));
    }

    @Override
    public CompletionStage<Boolean> delete(Key key) {
        return faulty("delete", key, () -> super.delete(key));
    }

    @Override
    public CompletionStage<Boolean> exists(Key key) {
        return faulty("exists", key, () -> super.exists(key));
    }

    @Override
    public CompletionStage<Batch<Key, byte[]>> mget(Collection<Key> keys) {
        return faulty("mget", null, () -> super.mget(keys));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> mset(Map<Key, byte[]> values, Ttl ttl) {
        return faulty("mset", null, () -> super.mset(values, ttl));
    }

    @Override
    public CompletionStage<Batch<Key, Boolean>> deleteMany(Collection<Key> keys) {
        return faulty("deleteMany", null, () -> super.deleteMany(keys));
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        return faulty(transition.script().name(), key, () -> super.apply(key, transition));
    }

    @Override
    public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
        return faulty("applyAll", null, () -> super.<R>applyAll(transitions));
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        String operation = transition.script().name();
        Fault fault = next(operation);
        if (fault == null) {
            return super.applyNow(key, transition);
        }
        if (isCarriedOut(fault)) {
            super.applyNow(key, transition);
        }
        throw error(fault, operation, key);
    }

    private <T> CompletionStage<T> faulty(String operation, @Nullable Key key, Supplier<CompletionStage<T>> call) {
        Fault fault = next(operation);
        if (fault == null) {
            return call.get();
        }
        CompletionStage<T> lost = CompletableFuture.failedFuture(error(fault, operation, key));
        return isCarriedOut(fault) ? call.get().thenCompose(reply -> lost) : lost;
    }

    private static boolean isCarriedOut(Fault fault) {
        return fault == Fault.REPLY_LOST || fault == Fault.REPLY_LATE;
    }

    private @Nullable Fault next(String operation) {
        counts.computeIfAbsent(operation, name -> new AtomicInteger()).incrementAndGet();
        Plan plan = plans.containsKey(operation) ? plans.get(operation) : plans.get(ALL);
        return plan != null && plan.left.getAndDecrement() > 0 ? plan.fault : null;
    }

    private static KvException error(Fault fault, String operation, @Nullable Key key) {
        return switch (fault) {
            case REQUEST_LOST ->
                new KvException(Kind.TRANSIENT, Outcome.NOT_APPLIED, operation, key, "the test cut the line", null);
            case REPLY_LOST ->
                new KvException(Kind.TRANSIENT, Outcome.UNKNOWN, operation, key, "the test dropped the reply", null);
            case REPLY_LATE ->
                new KvException(Kind.TIMEOUT, Outcome.UNKNOWN, operation, key, "the test is too slow", null);
            case REFUSED -> KvException.permanent(operation, key, "the test refuses");
        };
    }
}
