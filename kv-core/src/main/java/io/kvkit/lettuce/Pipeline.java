package io.kvkit.lettuce;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.lettuce.core.SetArgs;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.output.ValueOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One command per key, written together; each key has a result or a failure of its own. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Pipeline<V> {

    // Far below the bound on commands in flight, so that other operations find room beside a large batch.
    private static final int CHUNK = 512;

    private record Part<V>(Key key, Call<@Nullable V> call, AsyncCommand<String, byte[], ?> command, Runnable follow) {}

    private final List<Part<V>> parts = new ArrayList<>();
    private final CompletableFuture<Batch<Key, V>> done = new CompletableFuture<>();

    static Pipeline<byte[]> get(Collection<Key> keys) {
        Pipeline<byte[]> pipeline = new Pipeline<>();
        for (Key key : new LinkedHashSet<>(keys)) {
            pipeline.add(
                    Operation.reads("mget", key), CommandType.GET, new ValueOutput<>(Driver.CODEC), args(key), v -> v);
        }
        return pipeline;
    }

    static Pipeline<Boolean> set(Map<Key, byte[]> values, SetArgs expiry) {
        Pipeline<Boolean> pipeline = new Pipeline<>();
        new LinkedHashMap<>(values).forEach((key, value) -> {
            CommandArgs<String, byte[]> arguments = args(key).addValue(value.clone());
            expiry.build(arguments);
            pipeline.add(
                    Operation.writes("mset", key),
                    CommandType.SET,
                    new StatusOutput<>(Driver.CODEC),
                    arguments,
                    reply -> true);
        });
        return pipeline;
    }

    static Pipeline<Boolean> delete(Collection<Key> keys) {
        Pipeline<Boolean> pipeline = new Pipeline<>();
        for (Key key : new LinkedHashSet<>(keys)) {
            pipeline.add(
                    Operation.writes("deleteMany", key),
                    CommandType.UNLINK,
                    new IntegerOutput<>(Driver.CODEC),
                    args(key),
                    count -> count > 0);
        }
        return pipeline;
    }

    CompletableFuture<Batch<Key, V>> done() {
        return done;
    }

    /** Sends the parts, chunk by chunk. */
    void run(Link link) {
        sendFrom(0, link);
    }

    /** The time is over for all that have no result yet. */
    void expire() {
        parts.forEach(part -> part.call.expire());
    }

    private static CommandArgs<String, byte[]> args(Key key) {
        return new CommandArgs<>(Driver.CODEC).addKey(key.text());
    }

    private <T> void add(
            Operation operation,
            CommandType type,
            CommandOutput<String, byte[], T> output,
            CommandArgs<String, byte[]> arguments,
            Function<T, @Nullable V> reading) {
        Call<@Nullable V> call = new Call<>(operation);
        AsyncCommand<String, byte[], T> command = new AsyncCommand<>(new Command<>(type, output, arguments));
        Key key = Objects.requireNonNull(operation.key());
        parts.add(new Part<>(key, call, command, () -> call.follow(command, reading)));
    }

    private void sendFrom(int start, Link link) {
        if (start >= parts.size()) {
            done.complete(result());
            return;
        }
        int end = Math.min(parts.size(), start + CHUNK);
        List<Part<V>> chunk = parts.subList(start, end);
        Call<Void> gate = new Call<>(chunk.get(0).call.operation());
        link.send(gate, session -> {
            // The time may be over already for what was not sent yet.
            List<Part<V>> waiting =
                    chunk.stream().filter(part -> !part.call.isDone()).toList();
            waiting.forEach(part -> part.follow.run());
            session.dispatch(waiting.stream().map(Part::command).toList());
            gate.complete(null);
        });
        gate.whenComplete((sent, failure) -> {
            if (failure != null) {
                chunk.forEach(part -> part.call.completeExceptionally(Errors.notSent(part.call.operation(), failure)));
            }
        });
        CompletableFuture.allOf(chunk.stream().map(Part::call).toArray(CompletableFuture[]::new))
                .whenComplete((all, failure) -> sendFrom(end, link));
    }

    private Batch<Key, V> result() {
        Map<Key, V> values = new HashMap<>();
        Map<Key, KvException> failures = new HashMap<>();
        for (Part<V> part : parts) {
            part.call.whenComplete((value, failure) -> {
                if (failure instanceof KvException known) {
                    failures.put(part.key, known);
                } else if (value != null) {
                    values.put(part.key, value);
                }
            });
        }
        return new Batch<>(values, failures);
    }
}
