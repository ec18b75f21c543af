package io.kvkit.spring.intercept;

import io.kvkit.call.Body;
import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Failures;
import io.kvkit.call.Nesting;
import io.kvkit.call.Ticket;
import io.kvkit.call.Wait;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import org.reactivestreams.Publisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** One call of a {@link ReactorDriver}. */
record ReactorCall<C>(CallGuard<C> guard, Body<? extends Publisher<?>> body, Scheduler scheduler) {

    private static final Logger log = LoggerFactory.getLogger(ReactorDriver.class);

    /** Continues with a decision. */
    private interface Follow extends Function<Decision, Publisher<Object>> {}

    /**
     * Decides and continues.
     *
     * @param made runs the call if it may proceed
     */
    Publisher<Object> start(C call, Function<Proceed, Publisher<Object>> made) {
        Follow follow = decision -> follow(decision, made);
        try {
            Decision now = guard.decideNow(call);
            return now == null ? later(guard.decide(call), follow) : begun(now, follow);
        } catch (Throwable failure) {
            return refused(failure);
        }
    }

    private Publisher<Object> begun(Decision decision, Follow follow) {
        return decision instanceof Unfinished unfinished
                ? later(unfinished.rest().get(), follow)
                : follow.apply(decision);
    }

    private Publisher<Object> later(CompletionStage<Decision> decided, Follow follow) {
        AtomicBoolean taken = new AtomicBoolean();
        return awaited(decided)
                .filter(decision -> taken.compareAndSet(false, true))
                .doFinally(end -> {
                    if (taken.compareAndSet(false, true)) {
                        Wait.leave(decided);
                        decided.thenAccept(this::giveBack);
                    }
                })
                .onErrorResume(failure -> Mono.just(new Reject(failure)))
                .flatMapMany(decision -> begun(decision, follow));
    }

    // The store completes its answers on its own threads.
    private Mono<Decision> awaited(CompletionStage<Decision> stage) {
        CompletableFuture<Decision> future = stage.toCompletableFuture();
        Mono<Decision> decision = Mono.fromFuture(future, true);
        return future.isDone() ? decision : decision.publishOn(scheduler);
    }

    // The subscriber has cancelled or no thread took the decision, so nothing ran under this ticket.
    private void giveBack(Decision decision) {
        if (decision instanceof Proceed proceed && proceed.ticket() != Ticket.NONE) {
            guard.abandoned(proceed.ticket(), new CancellationException("Cancelled before the call began"));
        }
    }

    private Publisher<Object> follow(Decision decision, Function<Proceed, Publisher<Object>> made) {
        if (decision instanceof Proceed proceed) {
            return made.apply(proceed);
        }
        if (decision instanceof Answer answer) {
            return answered(answer, made);
        }
        return refused(decision instanceof Reject reject ? reject.failure() : defect(decision));
    }

    private Mono<Object> answered(Answer answer, Function<Proceed, Publisher<Object>> made) {
        Mono<Object> value = Mono.fromSupplier(() -> {
            body.answered();
            return answer.value();
        });
        return refreshed(value, answer, made);
    }

    private Mono<Object> refreshed(Mono<Object> value, Answer answer, Function<Proceed, Publisher<Object>> made) {
        var refresh = answer.refresh();
        return refresh == null
                ? value
                : Mono.deferContextual(context -> value.doAfterTerminate(() -> refresh(refresh, made, context)));
    }

    private void refresh(
            Supplier<? extends CompletionStage<Decision>> refresh,
            Function<Proceed, Publisher<Object>> made,
            ContextView context) {
        Follow follow = decision -> decision instanceof Proceed proceed ? made.apply(proceed) : Mono.empty();
        Flux.defer(() -> later(refresh.get(), follow))
                .contextWrite(context)
                .subscribeOn(scheduler)
                .subscribe(value -> {}, failure -> log.debug("A refresh failed", failure));
    }

    private Publisher<Object> refused(Throwable refusal) {
        try {
            return Flux.from(body.refused(refusal)).cast(Object.class);
        } catch (Throwable failure) {
            return error(failure);
        }
    }

    /** Runs the call, which emits at most one value. */
    Publisher<Object> mono(Proceed proceed) {
        Mono<Object> subject = Mono.defer(() -> Mono.from(subject(proceed)).cast(Object.class));
        Ticket ticket = proceed.ticket();
        return ticket == Ticket.NONE ? subject : Mono.deferContextual(context -> finish(proceed, subject, context));
    }

    /** Runs the call, which emits a stream. */
    Publisher<Object> flux(Proceed proceed) {
        Flux<Object> subject = Flux.defer(() -> Flux.from(subject(proceed)).cast(Object.class));
        Ticket ticket = proceed.ticket();
        if (ticket == Ticket.NONE) {
            return subject;
        }
        return subject.onErrorResume(failure -> ended(proceed, guard.failed(ticket, failure)))
                .concatWith(Mono.defer(() -> ended(proceed, guard.succeeded(ticket, null))))
                .doOnCancel(() -> guard.failed(ticket, new CancellationException("The stream was cancelled")));
    }

    private Publisher<?> subject(Proceed proceed) {
        try {
            return body.call(proceed.args());
        } catch (Throwable failure) {
            throw Failures.<RuntimeException>sneaky(failure);
        }
    }

    // The decision that comes instead of the end of the call is made on a thread of the store or a timer.
    private Mono<Object> finish(Proceed proceed, Mono<Object> subject, ContextView context) {
        CompletionStage<Decision> end = proceed.start(() -> made(proceed.ticket(), subject, context));
        return proceed.instead() == null
                ? Mono.fromFuture(end.toCompletableFuture(), true).flatMap(decision -> settle(proceed, decision))
                : ended(proceed, end);
    }

    // Reactor throws some errors, such as a missing class, instead of emitting them.
    private CompletableFuture<Decision> made(Ticket ticket, Mono<Object> subject, ContextView context) {
        try {
            return subject.map(Optional::of)
                    .defaultIfEmpty(Optional.empty())
                    .<CompletionStage<Decision>>map(value -> guard.succeeded(ticket, value.orElse(null)))
                    .onErrorResume(failure -> Mono.just(guard.failed(ticket, failure)))
                    .flatMap(this::awaited)
                    .contextWrite(inside(context, ticket))
                    .toFuture();
        } catch (Throwable thrown) {
            return guard.failed(ticket, thrown).toCompletableFuture();
        }
    }

    // The subscriber's context with the ticket, so that nested calls find this call on any thread.
    private static Context inside(ContextView context, Ticket ticket) {
        Nesting outer = context.getOrDefault(Nesting.class, Nesting.current());
        return Context.of(context).put(Nesting.class, Nesting.within(outer, ticket));
    }

    private Mono<Object> ended(Proceed made, CompletionStage<Decision> end) {
        return awaited(end).flatMap(decision -> settle(made, decision));
    }

    private Mono<Object> settle(Proceed made, Decision decision) {
        if (decision instanceof Unfinished unfinished) {
            return ended(made, unfinished.rest().get());
        }
        if (decision instanceof Answer answer) {
            return refreshed(Mono.justOrEmpty(answer.value()), answer, this::mono);
        }
        if (decision instanceof Proceed again && again.isAnotherThan(made)) {
            return Mono.from(mono(again));
        }
        return error(decision instanceof Reject reject ? reject.failure() : defect(decision));
    }

    private static IllegalStateException defect(Decision decision) {
        return new IllegalStateException("A guard must answer or reject, but gave " + decision);
    }

    private static Mono<Object> error(Throwable failure) {
        return Mono.create(sink -> sink.error(failure)); // Mono.error would throw some errors
    }
}
