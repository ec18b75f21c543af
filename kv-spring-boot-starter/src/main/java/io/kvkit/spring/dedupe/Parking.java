package io.kvkit.spring.dedupe;

import io.kvkit.recipe.once.Duplicates.Parked;
import io.kvkit.recipe.once.EventParkedException;
import io.kvkit.spring.ParkedEvent;
import io.kvkit.spring.ParkedEventHandler;
import io.kvkit.spring.operation.expression.Invocation;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * What happens to the deliveries of parked events of one consumer.
 *
 * @param consumer the name of the consumer
 * @param handlers the beans that are told
 */
record Parking(String consumer, List<ParkedEventHandler> handlers) {

    static Parking of(String consumer, BeanFactory beans) {
        return new Parking(
                consumer,
                beans.getBeanProvider(ParkedEventHandler.class).orderedStream().toList());
    }

    /** Returns what a delivery to a listener gets: the result of a duplicate, so that it is acknowledged. */
    Parked skipping(Invocation call, Supplier<? extends @Nullable Object> duplicate) {
        return (attempts, fence) -> {
            tell(call, attempts, fence);
            return duplicate.get();
        };
    }

    /** Returns what a delivery to a controller gets: a refusal, so that its sender knows. */
    Parked refusing(Invocation call) {
        return (attempts, fence) -> {
            tell(call, attempts, fence);
            throw new EventParkedException(attempts);
        };
    }

    private void tell(Invocation call, int attempts, long fence) {
        ParkedEvent event = new ParkedEvent(consumer, attempts, fence, Arrays.asList(call.arguments()));
        handlers.forEach(handler -> handler.onParked(event));
    }
}
