package io.kvkit.lettuce;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.Script;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Sends operations over a link, each with a deadline. */
final class Calls {

    // No word for so long, and operations in vain: the other side is gone without having closed the connection.
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Link link;
    private final Duration timeout;

    Calls(Link link, Duration timeout) {
        this.link = link;
        this.timeout = timeout;
    }

    /** Sends one command. */
    <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> send(
            Operation operation,
            Function<RedisClusterAsyncCommands<String, byte[]>, CompletionStage<T>> command,
            Function<T, R> reading) {
        Call<R> call = new Call<>(operation);
        withDeadline(call, call);
        link.send(call, session -> {
            watch(call, session);
            call.follow(command.apply(session.commands()), reading);
        });
        return call;
    }

    /** Runs a script by its digest, or by its text if the server does not know it. */
    <R> CompletableFuture<R> script(
            Operation operation, Script script, String[] keys, byte[][] arguments, Function<byte[], R> reading) {
        return send(operation, commands -> evaluate(commands, script, keys, arguments), reading);
    }

    /** Sends a pipeline of commands. */
    <V> CompletionStage<Batch<Key, V>> batch(Pipeline<V> pipeline) {
        withDeadline(pipeline.done(), timeout -> pipeline.expire());
        pipeline.run(link);
        return pipeline.done();
    }

    private static CompletionStage<byte[]> evaluate(
            RedisClusterAsyncCommands<String, byte[]> commands, Script script, String[] keys, byte[][] arguments) {
        return commands.<byte[]>evalsha(script.sha1(), ScriptOutputType.VALUE, keys, arguments)
                .exceptionallyCompose(failure -> failure instanceof RedisNoScriptException
                        ? commands.eval(script.source(), ScriptOutputType.VALUE, keys, arguments)
                        : CompletableFuture.failedFuture(failure));
    }

    private void withDeadline(CompletionStage<?> call, TimerTask expiry) {
        try {
            Timeout deadline = link.timer().newTimeout(expiry, timeout.toNanos(), TimeUnit.NANOSECONDS);
            call.whenComplete((value, failure) -> deadline.cancel());
        } catch (IllegalStateException stopped) {
            // The timer ends with the store: the link refuses the call by itself.
            if (!link.isClosed()) {
                throw stopped;
            }
        }
    }

    private void watch(CompletionStage<?> call, Session session) {
        call.whenComplete((value, failure) -> {
            if (failure == null) {
                session.heard();
            } else if (session.silentNanos() > SILENCE_NANOS) {
                link.giveUp(session);
            }
        });
    }
}
