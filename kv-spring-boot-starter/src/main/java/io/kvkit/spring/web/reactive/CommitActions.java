package io.kvkit.spring.web.reactive;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.springframework.http.server.reactive.ServerHttpResponse;
import reactor.core.publisher.Mono;

/**
 * The actions that a WebFlux handler registers to run before its response is committed.
 *
 * <p>They run before the response is recorded, and apart from the actions of filters, so that the record contains the
 * headers that they set and not those of filters.
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

    /** Runs the waiting actions, each once. A failure is a failure of the response. */
    Mono<Void> run() {
        return Mono.defer(this::next).doOnError(failure -> raw.getHeaders().clearContentHeaders());
    }

    private Mono<Void> next() {
        Supplier<? extends Mono<Void>> action = waiting.poll();
        return action == null ? Mono.empty() : action.get().then(Mono.defer(this::next));
    }
}
