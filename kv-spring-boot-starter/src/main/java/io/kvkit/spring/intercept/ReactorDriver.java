package io.kvkit.spring.intercept;

import io.kvkit.call.Body;
import io.kvkit.call.CallGuard;
import io.kvkit.call.Nesting;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Runs guarded calls that return a publisher, at each subscription and not when the method is called.
 *
 * <p>Cancelling does not cancel a call that holds a ticket: the call runs to its end and is recorded. After I/O, the
 * driver reads stored values, subscribes to the body and emits the result on the scheduler and not on the store's
 * thread. Refreshes run there too. Loaded only if Reactor is present.
 *
 * @param scheduler runs the work after I/O
 */
record ReactorDriver(Scheduler scheduler) {

    /** Runs one guarded call that emits at most one value. */
    <C> Mono<Object> mono(CallGuard<C> guard, C call, Body<? extends Publisher<?>> body) {
        ReactorCall<C> made = new ReactorCall<>(guard, body, scheduler);
        return Mono.deferContextual(context -> {
            Supplier<Publisher<Object>> run = () -> made.start(call, made::mono);
            return Mono.from(
                    context.hasKey(Nesting.class) ? Nesting.inside(context.get(Nesting.class), run) : run.get());
        });
    }

    /** Runs one guarded call that emits a stream; no guard answers such a call. */
    <C> Flux<Object> flux(CallGuard<C> guard, C call, Body<? extends Publisher<?>> body) {
        ReactorCall<C> made = new ReactorCall<>(guard, body, scheduler);
        return Flux.from(made.start(call, made::flux));
    }
}
