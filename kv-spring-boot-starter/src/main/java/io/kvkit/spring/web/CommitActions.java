package io.kvkit.spring.web;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * What a WebFlux handler wants done before its answer is committed.
 *
 * <p>It is done before the answer is recorded, and apart from what filters want done, so that the record has the headers that
 * come of it and not those of filters.
 */
final class CommitActions {

    private final Queue<Supplier<? extends Mono<Void>>> waiting = new ConcurrentLinkedQueue<>();
    private final ServerHttpResponse raw;

    CommitActions(ServerHttpResponse raw) {
        this.raw = raw;
        raw.beforeCommit(this::run);
    }

    void add(Supplier<? extends Mono<Void>> action) {
        waiting.add(action);
    }

    /** Does what waits, each once; a failure is one of the answer. */
    Mono<Void> run() {
        return Mono.defer(this::next).doOnError(failure -> raw.getHeaders().clearContentHeaders());
    }

    private Mono<Void> next() {
        Supplier<? extends Mono<Void>> action = waiting.poll();
        return action == null ? Mono.empty() : action.get().then(Mono.defer(this::next));
    }
}
