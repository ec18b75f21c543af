package io.kvkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One method of a client on one key.
 *
 * @param name the method
 * @param timed whether it takes a time to live
 * @param answersWithoutStore whether it has an answer when the store fails
 */
record ClientOperation(String name, boolean timed, boolean answersWithoutStore, Call call) {

    private static final byte[] VALUE = "value".getBytes(StandardCharsets.UTF_8);
    private static final TypeRef<List<String>> TEXTS = new TypeRef<>() {};

    @FunctionalInterface
    interface Call {
        void on(KvClient client, @Nullable String key, @Nullable Duration ttl);
    }

    void run(KvClient client, @Nullable String key, @Nullable Duration ttl) {
        call.on(client, key, ttl);
    }

    /** Whether the key says which call, event or client it is. */
    boolean identifies() {
        return name.matches("(idempotentExecute|alreadyProcessed|processOnce|rateLimit).*");
    }

    static Stream<ClientOperation> withKey() {
        return Stream.concat(plain(), recipes());
    }

    static Stream<ClientOperation> withTtl() {
        return withKey().filter(ClientOperation::timed);
    }

    private static Stream<ClientOperation> plain() {
        return Stream.of(
                untimed("get", (client, key) -> client.get(key)),
                untimed("set", (client, key) -> client.set(key, VALUE)),
                timed("set with ttl", (client, key, ttl) -> client.set(key, VALUE, ttl)),
                untimed("delete", (client, key) -> client.delete(key)),
                untimed("exists", (client, key) -> client.exists(key)),
                untimed("mget", (client, key) -> client.mget(listOf(key)).orThrow()),
                untimed("mset", (client, key) -> client.mset(mapOf(key)).orThrow()),
                timed(
                        "mset with ttl",
                        (client, key, ttl) -> client.mset(mapOf(key), ttl).orThrow()),
                untimed(
                        "deleteMany",
                        (client, key) -> client.deleteMany(listOf(key)).orThrow()),
                untimed("setIfAbsent", (client, key) -> client.setIfAbsent(key, VALUE)),
                timed("setIfAbsent with ttl", (client, key, ttl) -> client.setIfAbsent(key, VALUE, ttl)),
                untimed("increment", (client, key) -> client.increment(key)),
                timed("increment with ttl", (client, key, ttl) -> client.increment(key, 1, ttl)),
                untimed("compareAndSet", (client, key) -> client.compareAndSet(key, VALUE, VALUE)),
                timed("compareAndSet with ttl", (client, key, ttl) -> client.compareAndSet(key, VALUE, VALUE, ttl)),
                untimed("compareAndDelete", (client, key) -> client.compareAndDelete(key, VALUE)),
                timed("expire", (client, key, ttl) -> client.expire(key, ttl)),
                untimed("ttl", (client, key) -> client.ttl(key)),
                untimed(
                        "values get",
                        (client, key) -> client.values(String.class).get(key)),
                untimed(
                        "values set",
                        (client, key) -> client.values(String.class).set(key, "v")),
                timed(
                        "values set with ttl",
                        (client, key, ttl) -> client.values(String.class).set(key, "v", ttl)),
                untimed(
                        "values mget",
                        (client, key) ->
                                client.values(String.class).mget(listOf(key)).orThrow()),
                timed(
                        "values setIfAbsent",
                        (client, key, ttl) -> client.values(TEXTS).setIfAbsent(key, List.of(), ttl)));
    }

    private static Stream<ClientOperation> recipes() {
        return Stream.of(
                lenient("guardedGet", (client, key, ttl) -> client.guardedGet(key, ttl, String.class, () -> "v")),
                lenient("guardedGet generic", (client, key, ttl) -> client.guardedGet(key, ttl, TEXTS, List::of)),
                new ClientOperation("invalidate", false, true, (client, key, ttl) -> client.invalidate(key)),
                untimed("idempotentExecute", (client, key) -> client.idempotentExecute(key, Integer.class, () -> 1)),
                timed(
                        "idempotentExecute with ttl",
                        (client, key, ttl) -> client.idempotentExecute(key, ttl, String.class, () -> "v")),
                timed(
                        "idempotentExecute generic",
                        (client, key, ttl) -> client.idempotentExecute(key, ttl, TEXTS, List::of)),
                untimed("alreadyProcessed", (client, key) -> client.alreadyProcessed(key)),
                timed("alreadyProcessed with ttl", (client, key, ttl) -> client.alreadyProcessed(key, ttl)),
                untimed("processOnce", (client, key) -> client.processOnce(key, () -> {})),
                timed("processOnce with ttl", (client, key, ttl) -> client.processOnce(key, ttl, () -> {})),
                new ClientOperation(
                        "rateLimit",
                        false,
                        true,
                        (client, key, ttl) -> client.rateLimit(key, 3, Duration.ofMinutes(1))),
                timed(
                        "lease",
                        (client, key, ttl) -> client.lease(key).tryAcquire(ttl).ifPresent(lease -> lease.close())),
                timed("runIfFree", (client, key, ttl) -> client.lease(key).runIfFree(ttl, Duration.ZERO, () -> {})));
    }

    @FunctionalInterface
    private interface Untimed {
        void on(KvClient client, @Nullable String key);
    }

    private static ClientOperation untimed(String name, Untimed call) {
        return new ClientOperation(name, false, false, (client, key, ttl) -> call.on(client, key));
    }

    private static ClientOperation timed(String name, Call call) {
        return new ClientOperation(name, true, false, call);
    }

    private static ClientOperation lenient(String name, Call call) {
        return new ClientOperation(name, true, true, call);
    }

    private static List<String> listOf(@Nullable String key) {
        return java.util.Collections.singletonList(key);
    }

    private static Map<String, byte[]> mapOf(@Nullable String key) {
        return java.util.Collections.singletonMap(key, VALUE);
    }

    @Override
    public String toString() {
        return name;
    }
}
