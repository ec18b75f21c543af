package io.kvkit.spring.dedupe;

import io.kvkit.call.CallGuard;
import io.kvkit.recipe.once.DedupeCall;
import io.kvkit.recipe.once.DedupeObserver;
import io.kvkit.recipe.once.Deduplicator;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.operation.Invocation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.ReturnShape;
import io.kvkit.spring.operation.ValuePlan;
import io.kvkit.store.Namespace;
import org.jspecify.annotations.Nullable;

/** Guards methods with {@code @DedupeEvent}. */
public final class DedupeMethods implements MethodGuards {

    private final CallGuard<DedupeCall> guard;
    private final KeySpace keys;

    public DedupeMethods(Deduplicator deduplicator, DedupeObserver observer, KeySpace keys) {
        this.guard = deduplicator.guard(observer);
        this.keys = keys;
    }

    @Override
    public @Nullable GuardedMethod prepare(Operations operations) {
        DedupeOperation operation = operations.only(DedupeOperation.class);
        return operation == null || !operation.enabled() ? null : new ConsumingMethod(operation);
    }

    private final class ConsumingMethod implements GuardedMethod {

        private final DedupeOperation operation;
        private final Namespace namespace;
        private final Acknowledgments acknowledgments;

        ConsumingMethod(DedupeOperation operation) {
            this.operation = operation;
            this.namespace = keys.of(DedupeArea.DEDUPE, operation.name());
            this.acknowledgments = Acknowledgments.of(operation.site().method());
        }

        @Override
        public ReturnShape returns() {
            return operation.returns();
        }

        @Override
        public GuardedCall<DedupeCall> guard(Invocation call, @Nullable Exchange exchange) {
            DedupeCall event = new DedupeCall(
                    namespace.key(operation.key().id(call)),
                    operation.lease(),
                    operation.ttl(),
                    DedupeCall.InProgress.valueOf(operation.inProgress().name()),
                    () -> duplicateResult(call),
                    DedupeCall.OnStoreFailure.valueOf(operation.onStoreFailure().name()));
            return new GuardedCall<>(guard(exchange), event, acknowledgments.of(call.arguments()));
        }

        // What a sender is told decides: a returned error is delivered again, as a thrown one is.
        private CallGuard<DedupeCall> guard(@Nullable Exchange exchange) {
            return operation.controller() && exchange != null
                    ? new AnsweredGuard<>(guard, exchange)
                    : new ReturnedGuard<>(guard);
        }

        private @Nullable Object duplicateResult(Invocation call) {
            ValuePlan plan = operation.duplicateResult();
            return operation.returns().wrap(plan == null ? null : plan.value(call, null));
        }
    }
}
