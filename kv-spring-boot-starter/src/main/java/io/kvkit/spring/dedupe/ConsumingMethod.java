package io.kvkit.spring.dedupe;

import io.kvkit.call.CallGuard;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.store.Namespace;
import org.jspecify.annotations.Nullable;

/** A method with {@code @DedupeEvent}. */
final class ConsumingMethod implements GuardedMethod {

    private final DedupeOperation operation;
    private final Namespace namespace;
    private final CallGuard<OnceCall> guard;
    private final Acknowledgments acknowledgments;

    ConsumingMethod(DedupeOperation operation, Namespace namespace, CallGuard<OnceCall> guard) {
        this.operation = operation;
        this.namespace = namespace;
        this.guard = guard;
        this.acknowledgments = Acknowledgments.of(operation.site().method());
    }

    @Override
    public ReturnShape returns() {
        return operation.returns();
    }

    @Override
    public GuardedCall<OnceCall> guard(Invocation call, @Nullable Exchange exchange) {
        OnceCall event = OnceCall.of(
                namespace.key(operation.key().id(call)),
                new Duplicates.Skip(() -> duplicateResult(call)),
                operation.settings());
        return new GuardedCall<>(guard(exchange), event, acknowledgments.of(call.arguments()));
    }

    // The response to the sender decides: a returned error leads to another delivery, as an exception does.
    private CallGuard<OnceCall> guard(@Nullable Exchange exchange) {
        return operation.controller() && exchange != null
                ? new AnsweredGuard(guard, exchange)
                : new ReturnedGuard<>(guard);
    }

    private @Nullable Object duplicateResult(Invocation call) {
        ValuePlan plan = operation.duplicateResult();
        return operation.returns().wrap(plan == null ? null : plan.value(call, null));
    }
}
