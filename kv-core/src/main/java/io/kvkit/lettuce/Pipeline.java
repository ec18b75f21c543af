package io.kvkit.lettuce;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.protocol.RedisCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One command per key, those of a server written together; each key has a result or a failure of its own. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Pipeline<V> {

    // Far below the bound on commands in flight, so that other operations find room beside a large batch.
    private static final int CHUNK = 512;

    /** One key, what is asked of its server, and what came of it. */
    private static final class Part<T, V> {

        private final Key key;
        private final Request<T> request;
        private final Function<T, @Nullable V> reading;
        private final Call<@Nullable V> call;
        private @Nullable V value;
        private @Nullable Throwable failure;

        Part(Operation operation, Key key, Request<T> request, Function<T, @Nullable V> reading) {
            this.key = key;
            this.request = request;
            this.reading = reading;
            this.call = new Call<>(operation);
        }

        Errand<T, @Nullable V> errand(Servers servers) {
            return new Errand<>(servers, call, request, reading);
        }

        void whenEnded(Runnable task) {
            call.whenComplete((answer, broken) -> {
                value = answer;
                failure = broken;
                task.run();
            });
        }
    }

    private final List<Part<?, V>> parts = new ArrayList<>();
    private final CompletableFuture<Batch<Key, V>> done = new CompletableFuture<>();

    static Pipeline<byte[]> get(Collection<Key> keys) {
        Pipeline<byte[]> pipeline = new Pipeline<>();
        for (Key key : new LinkedHashSet<>(keys)) {
            pipeline.add(Operation.reads("mget", key), key, Request.get(key), value -> value);
        }
        return pipeline;
    }

    static Pipeline<Boolean> set(Map<Key, byte[]> values, SetArgs expiry) {
        Pipeline<Boolean> pipeline = new Pipeline<>();
        values.forEach((key, value) -> pipeline.add(
                Operation.writes("mset", key), key, Request.set(key, value.clone(), expiry), reply -> true));
        return pipeline;
    }

    static Pipeline<Boolean> delete(Collection<Key> keys) {
        Pipeline<Boolean> pipeline = new Pipeline<>();
        for (Key key : new LinkedHashSet<>(keys)) {
            pipeline.add(Operation.writes("deleteMany", key), key, Request.unlink(key), count -> count > 0);
        }
        return pipeline;
    }

    CompletableFuture<Batch<Key, V>> done() {
        return done;
    }

    /** Sends the parts to their servers, to each chunk by chunk. */
    void run(Servers servers) {
        Map<Link, List<Errand<?, @Nullable V>>> byLink = new LinkedHashMap<>();
        for (Part<?, V> part : parts) {
            Errand<?, @Nullable V> errand = part.errand(servers);
            Link link = servers.of(part.key);
            if (link == null) {
                errand.go(null);
            } else {
                byLink.computeIfAbsent(link, first -> new ArrayList<>()).add(errand);
            }
        }
        byLink.forEach((link, errands) -> sendFrom(0, errands, link));
        awaitEnd();
    }

    // One count for all: a future of futures would cost more than the commands.
    private void awaitEnd() {
        AtomicInteger left = new AtomicInteger(parts.size() + 1);
        Runnable ended = () -> {
            if (left.decrementAndGet() == 0) {
                done.complete(result());
            }
        };
        parts.forEach(part -> part.whenEnded(ended));
        ended.run();
    }

    /** The time is over for all that have no result yet. */
    void expire() {
        parts.forEach(part -> part.call.expire());
    }

    private <T> void add(Operation operation, Key key, Request<T> request, Function<T, @Nullable V> reading) {
        parts.add(new Part<>(operation, key, request, reading));
    }

    private void sendFrom(int start, List<Errand<?, @Nullable V>> errands, Link link) {
        int end = Math.min(errands.size(), start + CHUNK);
        List<Errand<?, @Nullable V>> chunk = errands.subList(start, end);
        Call<@Nullable Void> gate = new Call<>(chunk.get(0).call().operation());
        link.send(gate, session -> {
            session.dispatch(commands(chunk, link, session));
            gate.complete(null);
        });
        gate.whenComplete((sent, failure) -> {
            if (failure != null) {
                chunk.forEach(errand -> errand.call()
                        .completeExceptionally(Errors.notSent(errand.call().operation(), failure)));
            }
        });
        if (end < errands.size()) {
            CompletableFuture.allOf(chunk.stream().map(Errand::call).toArray(CompletableFuture[]::new))
                    .whenComplete((all, failure) -> sendFrom(end, errands, link));
        }
    }

    // The time may be over already for what was not sent yet.
    private static <V> List<RedisCommand<String, byte[], ?>> commands(
            List<Errand<?, @Nullable V>> chunk, Link link, Session session) {
        List<RedisCommand<String, byte[], ?>> commands = new ArrayList<>(chunk.size());
        for (Errand<?, @Nullable V> errand : chunk) {
            RedisCommand<String, byte[], ?> command = errand.command(link, session, false);
            if (command != null) {
                commands.add(command);
            }
        }
        return commands;
    }

    private Batch<Key, V> result() {
        Map<Key, V> values = new HashMap<>(parts.size() * 2);
        Map<Key, KvException> failures = new HashMap<>();
        for (Part<?, V> part : parts) {
            if (part.failure instanceof KvException known) {
                failures.put(part.key, known);
            } else if (part.value != null) {
                values.put(part.key, part.value);
            }
        }
        return new Batch<>(values, failures);
    }
}
