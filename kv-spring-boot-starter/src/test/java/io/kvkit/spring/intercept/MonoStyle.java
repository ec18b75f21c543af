package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.tck.CallStyle;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** A method that returns a {@code Mono}, through the Reactor driver. */
enum MonoStyle implements CallStyle {
    MONO;

    static final ReactorDriver REACTOR = new ReactorDriver(Schedulers.parallel());

    @Override
    public <C> CompletableFuture<Object> start(
            CallGuard<C> guard, C call, Supplier<? extends CompletionStage<?>> handler) {
        return mono(guard, call, handler).toFuture();
    }

    static <C> Mono<Object> mono(CallGuard<C> guard, C call, Supplier<? extends CompletionStage<?>> handler) {
        return Mono.defer(() -> REACTOR.mono(guard, call, args -> Mono.fromCompletionStage(handler)));
    }
}
