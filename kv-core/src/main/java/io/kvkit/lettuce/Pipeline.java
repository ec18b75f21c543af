package io.kvkit.lettuce;

import io.kvkit.store.Batch;
import io.kvkit.store.Durability;
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

    private final Operation batch;
    private final Faults shared;
    private final List<Key> keys;
    private final Durability durability;
    private final Function<Key, ? extends Request<?, @Nullable V>> requests;
    private final Map<Key, V> values = new ConcurrentHashMap<>();
    private final Map<Key, KvException> failures = new ConcurrentHashMap<>();
    private final AtomicInteger left;
    private final CompletableFuture<Batch<Key, V>> done = new CompletableFuture<>();
    private @Nullable List<Lane<V>> lanes;

    private Pipeline(Operation batch, Collection<Key> keys, Function<Key, ? extends Request<?, @Nullable V>> requests) {
        this(batch, keys, Durability.NONE, requests);
    }

    private Pipeline(
            Operation batch,
            Collection<Key> keys,
            Durability durability,
            Function<Key, ? extends Request<?, @Nullable V>> requests) {
        this.durability = durability;
        this.batch = batch;
        this.shared = new SharedFaults(batch);
        this.keys = List.copyOf(new LinkedHashSet<>(keys));
        this.requests = requests;
        this.left = new AtomicInteger(this.keys.size());
        ended(0);
    }

    static Pipeline<byte[]> get(Collection<Key> keys) {
        return new Pipeline<>(Operation.reads("mget", null), keys, WordRequest::get);
    }

    static Pipeline<Boolean> set(Map<Key, byte[]> values, Ttl ttl) {
        Map<Key, byte[]> own = new HashMap<>(values);
        own.replaceAll((key, value) -> value.clone());
        return new Pipeline<>(
                Operation.writes("mset", null),
                own.keySet(),
                key -> WordRequest.setOneOfMany(key, Objects.requireNonNull(own.get(key)), ttl));
    }

    static Pipeline<Boolean> delete(Collection<Key> keys) {
        return new Pipeline<>(Operation.writes("deleteMany", null), keys, WordRequest::unlink);
    }

    static <R> Pipeline<R> apply(Map<Key, ? extends Transition<? extends R>> transitions, Durability durability) {
        Map<Key, Transition<? extends R>> own = new LinkedHashMap<>(transitions);
        return new Pipeline<>(
                Operation.writes("applyAll", null),
                own.keySet(),
                durability,
                key -> new ScriptRequest<>(Objects.requireNonNull(own.get(key), "transition"), key, durability));
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

    /** Returns how safe the changes must be before they are answered. */
    Durability durability() {
        return durability;
    }

    /** Returns the faults that concern no single key. */
    Faults faults() {
        return shared;
    }

    /** Returns the call for a key; its end is the result of that key. */
    Call<?, @Nullable V> call(Servers servers, Key key) {
        Call<?, @Nullable V> call = made(servers, key);
        // Every failure but that of the code of a transition is translated already.
        call.whenComplete((value, failure) -> {
            if (failure != null) {
                failures.put(key, KvException.thrown(batch.name(), key, failure));
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
            return new Call<>(servers, requests.apply(key), faults(key));
        } catch (RuntimeException e) {
            Call<?, @Nullable V> unsendable = new Call<>(servers, WordRequest.<V>none(key), faults(key));
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
