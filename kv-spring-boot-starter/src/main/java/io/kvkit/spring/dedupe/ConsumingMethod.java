package io.kvkit.spring.dedupe;

import io.kvkit.call.CallGuard;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.intercept.OnceCondition;
import io.kvkit.spring.intercept.OnceWork;
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
    private final @Nullable SignedEvents signed;
    private final OnceCondition condition;
    private final OnceWork work;
    private final Parking parking;

    /**
     * Creates a guarded method.
     *
     * @param signed requires signed events; null if signatures are not verified
     * @param condition says which calls are guarded
     * @param work what calls get beside their guard
     * @param parking what happens to parked events
     */
    ConsumingMethod(
            DedupeOperation operation,
            Namespace namespace,
            CallGuard<OnceCall> guard,
            @Nullable SignedEvents signed,
            OnceCondition condition,
            OnceWork work,
            Parking parking) {
        this.operation = operation;
        this.namespace = namespace;
        this.guard = guard;
        this.acknowledgments = Acknowledgments.of(operation.site().method());
        this.signed = signed;
        this.condition = condition;
        this.work = work;
        this.parking = parking;
    }

    @Override
    public ReturnShape returns() {
        return operation.returns();
    }

    // Signatures are verified also if duplicates are not recognised.
    @Override
    public @Nullable GuardedCall<?> guard(Invocation call, @Nullable Exchange exchange) {
        if (signed != null) {
            signed.require(call, exchange);
        }
        if (!operation.enabled() || !condition.applies(call)) {
            return work.unprotected(call);
        }
        OnceCall event = OnceCall.of(
                namespace.key(operation.id(call, exchange)),
                new Duplicates.Skip(() -> duplicateResult(call), parked(call, exchange)),
                operation.settings());
        return new GuardedCall<>(
                work.around(guard(exchange), call), work.asking(event, call), acknowledgments.of(call.arguments()));
    }

    // The response to the sender decides: a returned error leads to another delivery, as an exception does.
    private CallGuard<OnceCall> guard(@Nullable Exchange exchange) {
        return operation.controller() && exchange != null
                ? new AnsweredGuard(work.committed(guard), exchange)
                : new ReturnedGuard<>(work.committed(guard));
    }

    // A sender of a request must learn that its event was not handled; a broker would deliver it again and again.
    private Duplicates.Parked parked(Invocation call, @Nullable Exchange exchange) {
        return operation.controller() && exchange != null
                ? parking.refusing(call)
                : parking.skipping(call, () -> duplicateResult(call));
    }

    private @Nullable Object duplicateResult(Invocation call) {
        ValuePlan plan = operation.duplicateResult();
        return operation.returns().wrap(plan == null ? null : plan.value(call, null));
    }
}
