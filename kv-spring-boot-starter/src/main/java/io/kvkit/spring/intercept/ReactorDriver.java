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
 * Makes guarded calls that return a publisher; to be run at each subscription, not when the method is called.
 *
 * <p>Cancelling does not cancel a call that holds a ticket: it comes to its end and is recorded. Where I/O is needed,
 * everything after it is done on the scheduler and not on the store's thread: reading what was stored, subscribing to the
 * body, emitting the result. So is a refresh. Loaded only where Reactor is present.
 *
 * @param scheduler runs what comes after I/O
 */
record ReactorDriver(Scheduler scheduler) {

    /** Makes one guarded call that gives at most one value. */
    <C> Mono<Object> mono(CallGuard<C> guard, C call, Body<? extends Publisher<?>> body) {
        ReactorCall<C> made = new ReactorCall<>(guard, body, scheduler);
        return Mono.deferContextual(context -> {
            Supplier<Publisher<Object>> run = () -> made.start(call, made::mono);
            return Mono.from(
                    context.hasKey(Nesting.class) ? Nesting.inside(context.get(Nesting.class), run) : run.get());
        });
    }

    /** Makes one guarded call that gives a stream; no guard answers such a call. */
    <C> Flux<Object> flux(CallGuard<C> guard, C call, Body<? extends Publisher<?>> body) {
        ReactorCall<C> made = new ReactorCall<>(guard, body, scheduler);
        return Flux.from(made.start(call, made::flux));
    }
}
