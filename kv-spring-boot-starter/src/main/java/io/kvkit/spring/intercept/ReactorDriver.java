package io.kvkit.spring.intercept;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Nesting;
import io.kvkit.call.Ticket;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Makes guarded calls that return a publisher; to be run at each subscription, not when the method is called.
 *
 * <p>Cancelling does not cancel a call that holds a ticket: it comes to its end and is recorded. Where I/O is needed,
 * everything after it is done on Reactor's parallel scheduler and not on the store's thread: reading what was stored,
 * subscribing to the body, emitting the result. Loaded only where Reactor is present.
 */
final class ReactorDriver {

    private ReactorDriver() {}

    /** Makes one guarded call that gives at most one value. */
    static <C> Mono<Object> mono(CallGuard<C> guard, C call, Supplier<Publisher<?>> body) {
        return Mono.deferContextual(context -> {
            Supplier<Publisher<Object>> run = () -> run(guard, call, decision -> followMono(guard, decision, body));
            return Mono.from(
                    context.hasKey(Nesting.class) ? Nesting.inside(context.get(Nesting.class), run) : run.get());
        });
    }

    /** Makes one guarded call that gives a stream; no guard answers such a call. */
    static <C> Flux<Object> flux(CallGuard<C> guard, C call, Supplier<Publisher<?>> body) {
        return Flux.from(run(guard, call, decision -> followFlux(guard, decision, body)));
    }

    private static <C> Publisher<Object> run(CallGuard<C> guard, C call, Function<Decision, Publisher<Object>> follow) {
        Decision now = guard.decideNow(call);
        return now == null ? decided(guard, guard.decide(call), follow) : follow.apply(now);
    }

    private static <C> Publisher<Object> decided(
            CallGuard<C> guard, CompletionStage<Decision> decided, Function<Decision, Publisher<Object>> follow) {
        AtomicBoolean taken = new AtomicBoolean();
        return awaited(decided)
                .flatMapMany(made -> taken.compareAndSet(false, true) ? further(guard, made, follow) : Mono.empty())
                .doFinally(end -> {
                    if (taken.compareAndSet(false, true)) {
                        decided.thenAccept(made -> giveBack(guard, made));
                    }
                });
    }

    private static <C> Publisher<Object> further(
            CallGuard<C> guard, Decision decision, Function<Decision, Publisher<Object>> follow) {
        return decision instanceof Unfinished unfinished
                ? decided(guard, unfinished.rest().get(), follow)
                : follow.apply(decision);
    }

    // What the store answers later, it answers on a thread of its own.
    private static Mono<Decision> awaited(CompletionStage<Decision> stage) {
        CompletableFuture<Decision> future = stage.toCompletableFuture();
        Mono<Decision> decision = Mono.fromFuture(future, true);
        return future.isDone() ? decision : decision.publishOn(Schedulers.parallel());
    }

    // The subscriber has gone or no thread took the decision, so nothing was done under this ticket.
    private static <C> void giveBack(CallGuard<C> guard, Decision decision) {
        if (decision instanceof Proceed proceed && proceed.ticket() != Ticket.NONE) {
            guard.abandoned(proceed.ticket(), new CancellationException("Cancelled before the call began"));
        }
    }

    private static <C> Publisher<Object> followMono(
            CallGuard<C> guard, Decision decision, Supplier<Publisher<?>> body) {
        if (!(decision instanceof Proceed proceed)) {
            return settle(decision);
        }
        Mono<Object> subject = Mono.defer(() -> Mono.from(body.get()).cast(Object.class));
        Ticket ticket = proceed.ticket();
        return ticket == Ticket.NONE
                ? subject
                : Mono.deferContextual(context -> finish(guard, ticket, subject, context));
    }

    private static <C> Publisher<Object> followFlux(
            CallGuard<C> guard, Decision decision, Supplier<Publisher<?>> body) {
        if (!(decision instanceof Proceed proceed)) {
            return settle(decision);
        }
        Flux<Object> subject = Flux.defer(() -> Flux.from(body.get()).cast(Object.class));
        Ticket ticket = proceed.ticket();
        if (ticket == Ticket.NONE) {
            return subject;
        }
        return subject.onErrorResume(failure -> ended(guard.failed(ticket, failure)))
                .concatWith(Mono.defer(() -> ended(guard.succeeded(ticket, null))))
                .doOnCancel(() -> guard.failed(ticket, new CancellationException("The stream was cancelled")));
    }

    private static <C> Mono<Object> finish(
            CallGuard<C> guard, Ticket ticket, Mono<Object> subject, ContextView context) {
        var ended = begun(guard, ticket, subject, context);
        return Mono.fromFuture(ended, true).flatMap(ReactorDriver::settle);
    }

    // Some errors, as a class that is missing, Reactor throws instead of emitting them.
    private static <C> CompletableFuture<Decision> begun(
            CallGuard<C> guard, Ticket ticket, Mono<Object> subject, ContextView context) {
        try {
            return subject.map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .<CompletionStage<Decision>>map(value -> guard.succeeded(ticket, value.orElse(null)))
                    .onErrorResume(failure -> Mono.just(guard.failed(ticket, failure)))
                    .flatMap(ReactorDriver::awaited)
                    .contextWrite(inside(context, ticket))
                    .toFuture();
        } catch (Throwable thrown) {
            return guard.failed(ticket, thrown).toCompletableFuture();
        }
    }

    // The subscriber's context, in which the call is known to those that the subject makes, whatever thread they run
    // on.
    private static Context inside(ContextView context, Ticket ticket) {
        Nesting outer = context.getOrDefault(Nesting.class, Nesting.current());
        return Context.of(context).put(Nesting.class, Nesting.within(outer, ticket));
    }

    private static Mono<Object> ended(CompletionStage<Decision> end) {
        return awaited(end).flatMap(ReactorDriver::settle);
    }

    private static Mono<Object> settle(Decision decision) {
        if (decision instanceof Answer answer) {
            return Mono.justOrEmpty(answer.value());
        }
        if (decision instanceof Reject reject) {
            return Mono.create(sink -> sink.error(reject.failure())); // Mono.error would throw some errors
        }
        return Mono.error(new IllegalStateException("A guard must answer or reject, but gave " + decision));
    }
}
