package io.kvkit.lettuce;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A batch with one command per key. The commands of a server are written together; each key has its own result or
 * failure.
 *
 * <p>The command of a key is created when its turn comes, so that a large batch costs little in advance and nothing
 * once its time is over.
 */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Pipeline<V> {

    /** Creates the call for a key. */
    @FunctionalInterface
    interface Asking<V> {
        Call<?, @Nullable V> of(Servers servers, Faults faults, Key key);
    }

    private static final String APPLY_ALL = "applyAll";

    private final Operation batch;
    private final Faults shared;
    private final List<Key> keys;
    private final Asking<V> asking;
    private final Map<Key, V> values = new ConcurrentHashMap<>();
    private final Map<Key, KvException> failures = new ConcurrentHashMap<>();
    private final AtomicInteger left;
    private final CompletableFuture<Batch<Key, V>> done = new CompletableFuture<>();
    private @Nullable List<Lane<V>> lanes;

    private Pipeline(Operation batch, Collection<Key> keys, Asking<V> asking) {
        this.batch = batch;
        this.shared = new SharedFaults(batch);
        this.keys = List.copyOf(new LinkedHashSet<>(keys));
        this.asking = asking;
        this.left = new AtomicInteger(this.keys.size());
        ended(0);
    }

    static Pipeline<byte[]> get(Collection<Key> keys) {
        return new Pipeline<>(Operation.reads("mget", null), keys, asking(Request::get, value -> value));
    }

    static Pipeline<Boolean> set(Map<Key, byte[]> values, Ttl ttl) {
        Map<Key, byte[]> own = new HashMap<>(values);
        own.replaceAll((key, value) -> value.clone());
        return new Pipeline<>(
                Operation.writes("mset", null),
                own.keySet(),
                asking(key -> Request.set(key, Objects.requireNonNull(own.get(key)), ttl), reply -> true));
    }

    static Pipeline<Boolean> delete(Collection<Key> keys) {
        return new Pipeline<>(Operation.writes("deleteMany", null), keys, asking(Request::unlink, count -> count > 0));
    }

    static <R> Pipeline<R> apply(Map<Key, ? extends Transition<? extends R>> transitions) {
        Map<Key, Transition<? extends R>> own = new LinkedHashMap<>(transitions);
        return new Pipeline<>(
                Operation.writes(APPLY_ALL, null),
                own.keySet(),
                (servers, faults, key) -> script(servers, faults, key, Objects.requireNonNull(own.get(key))));
    }

    private static <R> Call<?, @Nullable R> script(
            Servers servers, Faults faults, Key key, Transition<? extends R> transition) {
        return new Call<byte[], @Nullable R>(
                servers,
                faults,
                key,
                Request.script(transition.script(), key, transition.arguments()),
                reply -> decoded(key, transition, reply));
    }

    private static <R> R decoded(Key key, Transition<? extends R> transition, byte[] reply) {
        try {
            return transition.decode(key, reply);
        } catch (RuntimeException e) {
            throw KvException.thrown(APPLY_ALL, key, e);
        }
    }

    private static <T, V> Asking<V> asking(Function<Key, Request<T>> request, Function<T, @Nullable V> reading) {
        return (servers, faults, key) -> new Call<>(servers, faults, key, request.apply(key), reading);
    }

    CompletableFuture<Batch<Key, V>> done() {
        return done;
    }

    /** Sends the commands to their servers, unless the time is over. */
    void run(Servers servers) {
        begin(servers).forEach(Lane::go);
    }

    /** Ends the keys without a result, because the time is over. */
    void expire() {
        List<Lane<V>> begun = stop();
        if (begun == null) {
            failed(keys, faults -> faults.late(false));
        } else {
            begun.forEach(Lane::expire);
        }
    }

    /** Returns the faults that concern no single key. */
    Faults faults() {
        return shared;
    }

    /** Returns the call for a key; its end is the result of that key. */
    Call<?, @Nullable V> call(Servers servers, Key key) {
        Call<?, @Nullable V> call = made(servers, key);
        call.whenComplete((value, failure) -> {
            if (failure != null) {
                failures.put(key, call.faults().of(failure));
            } else if (value != null) {
                values.put(key, value);
            }
            ended(1);
        });
        return call;
    }

    // A transition that throws has nothing to send, and must not prevent the others from being sent.
    private Call<?, @Nullable V> made(Servers servers, Key key) {
        try {
            return asking.of(servers, faults(key), key);
        } catch (RuntimeException e) {
            Call<?, @Nullable V> unsendable =
                    new Call<byte[], @Nullable V>(servers, faults(key), key, Request.get(key), value -> null);
            unsendable.refuse(faults -> KvException.thrown(batch.name(), key, e));
            unsendable.expire();
            return unsendable;
        }
    }

    /** Records the failure of keys without a call. */
    void failed(List<Key> some, Function<Faults, KvException> failure) {
        some.forEach(key -> failures.put(key, failure.apply(faults(key))));
        ended(some.size());
    }

    private Faults faults(Key key) {
        return keys.size() <= Batch.MAX_NAMED ? batch.on(key) : shared;
    }

    // One counter for all keys: a future of futures would cost more than the commands.
    private void ended(int some) {
        if (left.addAndGet(-some) == 0) {
            done.complete(new Batch<>(values, failures));
        }
    }

    private synchronized List<Lane<V>> begin(Servers servers) {
        if (lanes != null) {
            return List.of();
        }
        Map<@Nullable Link, List<Key>> byLink = new LinkedHashMap<>();
        for (Key key : keys) {
            byLink.computeIfAbsent(servers.of(key), first -> new ArrayList<>()).add(key);
        }
        List<Lane<V>> all = new ArrayList<>(byLink.size());
        byLink.forEach((link, own) -> all.add(new Lane<>(this, servers, link, own)));
        lanes = all;
        return all;
    }

    /** Prevents further lanes from starting; returns null if none has started. */
    private synchronized @Nullable List<Lane<V>> stop() {
        List<Lane<V>> begun = lanes;
        lanes = begun == null ? List.of() : begun;
        return begun;
    }
}
