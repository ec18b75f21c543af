package io.kvkit.lettuce;

import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.netty.util.Timeout;
import io.netty.util.TimerTask;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Operations on several servers, each with a deadline. */
@SuppressWarnings("FutureReturnValueIgnored") // listeners are added for their effect
final class Calls {

    private final Servers servers;
    private final Duration timeout;

    Calls(Servers servers, Duration timeout) {
        this.servers = servers;
        this.timeout = timeout;
    }

    /** Sends one command over a link, as part of an operation. */
    <T extends @Nullable Object, R extends @Nullable Object> CompletableFuture<R> sendTo(
            Link link, Operation operation, Request<T, R> request) {
        Call<T, R> call = new Call<>(servers, request, operation).within(timeout);
        call.go(link);
        return call;
    }

    /** Sends a pipeline of commands. */
    <V> CompletionStage<Batch<Key, V>> batch(Pipeline<V> pipeline) {
        withDeadline(pipeline.done(), timeout -> servers.background().execute(pipeline::expire));
        servers.whenKnown(() -> pipeline.run(servers));
        return pipeline.done();
    }

    /** Runs work once the servers are known. */
    <R> CompletableFuture<R> whenKnown(Operation operation, Function<Servers, CompletionStage<R>> work) {
        CompletableFuture<@Nullable Void> known = new CompletableFuture<>();
        withDeadline(known, timeout -> known.completeExceptionally(operation.late(false)));
        servers.whenKnown(() -> known.complete(null));
        return known.thenCompose(done -> work.apply(servers));
    }

    /** Calls every server; fails while some keys have no server. */
    <R> CompletableFuture<List<R>> onEach(Operation operation, Function<Link, CompletableFuture<R>> work) {
        return whenKnown(operation, known -> {
            List<Link> links = known.all();
            return links == null ? CompletableFuture.failedFuture(unreachable(operation)) : all(links, work);
        });
    }

    /** Calls the known servers, even if some keys have no server; fails if there is no server at all. */
    <R> CompletableFuture<List<R>> onKnown(Operation operation, Function<Link, CompletableFuture<R>> work) {
        return whenKnown(operation, known -> {
            List<Link> links = known.known();
            return links.isEmpty() ? CompletableFuture.failedFuture(unreachable(operation)) : all(links, work);
        });
    }

    /** Returns whether each key has a server. */
    boolean isComplete() {
        return servers.all() != null;
    }

    KvException unreachable(Operation operation) {
        return servers.isClosed() ? Errors.closed(operation) : Errors.notConnected(operation, servers.failure());
    }

    private static <R> CompletableFuture<List<R>> all(List<Link> links, Function<Link, CompletableFuture<R>> work) {
        List<CompletableFuture<R>> answers = links.stream().map(work).toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream().map(CompletableFuture::join).toList());
    }

    private void withDeadline(CompletionStage<?> stage, TimerTask expiry) {
        try {
            Timeout deadline = servers.timer().newTimeout(expiry, timeout.toNanos(), TimeUnit.NANOSECONDS);
            stage.whenComplete((value, failure) -> deadline.cancel());
        } catch (IllegalStateException stopped) {
            if (!servers.isClosed()) {
                throw stopped;
            }
        }
    }
}
