package io.kvkit.spring.dedupe;

import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.batch.BatchGuard;
import io.kvkit.recipe.once.batch.OnceBatch;
import io.kvkit.recipe.once.batch.OnceBatch.Item;
import io.kvkit.spring.dedupe.kafka.KafkaBatch;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.intercept.GuardedCall;
import io.kvkit.spring.intercept.GuardedMethod;
import io.kvkit.spring.intercept.OnceCondition;
import io.kvkit.spring.intercept.OnceWork;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.store.Namespace;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A listener of Kafka with {@code @DedupeEvent} that takes a batch of events.
 *
 * @param condition says which events are guarded
 * @param work what calls get beside their guard
 * @param parking what happens to parked events
 */
record BatchMethod(
        DedupeOperation operation,
        BatchPlan batch,
        Namespace namespace,
        Once once,
        OnceCondition condition,
        OnceWork work,
        Parking parking)
        implements GuardedMethod {

    @Override
    public ReturnShape returns() {
        return operation.returns();
    }

    @Override
    public boolean readsRequest() {
        return false;
    }

    @Override
    public @Nullable GuardedCall<?> guard(Invocation call, @Nullable Exchange exchange) {
        List<@Nullable Object> events = operation.enabled() ? batch.events(call) : null;
        if (events == null) {
            return null;
        }
        List<Item> items =
                events.stream().map(event -> item(batch.one(call, event))).toList();
        KafkaBatch form = new KafkaBatch(call.arguments(), batch.position(), events);
        return GuardedCall.of(new BatchGuard(once, guard -> work.around(guard, call)), new OnceBatch(items, form));
    }

    // An event without a usable id fails alone.
    private Item item(Invocation one) {
        try {
            return condition.applies(one) ? new Item.Guarded(event(one)) : new Item.Free();
        } catch (RuntimeException e) {
            return new Item.Refused(e);
        }
    }

    private OnceCall event(Invocation one) {
        var duplicates = new Duplicates.Skip(() -> null, parking.skipping(one, () -> null));
        OnceCall event = OnceCall.of(
                namespace.key(operation.id(one, null)),
                duplicates,
                operation.settings().withInProgress(InProgress.REJECT));
        return work.asking(event, one);
    }
}
