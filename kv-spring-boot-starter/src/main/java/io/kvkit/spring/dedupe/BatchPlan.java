package io.kvkit.spring.dedupe;

import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.expression.Invocation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The argument of a listener that is a batch of events.
 *
 * @param position the position of the argument
 * @param single the annotation as it applies to one event
 */
record BatchPlan(int position, Declaration single) {

    /** Returns the events of a call, in order; null if the argument is null. */
    @Nullable
    List<@Nullable Object> events(Invocation call) {
        if (!(call.arguments()[position] instanceof Iterable<?> batch)) {
            return null;
        }
        List<@Nullable Object> events = new ArrayList<>();
        batch.forEach(events::add);
        return events;
    }

    /** Returns the call for one event. */
    Invocation one(Invocation call, @Nullable Object event) {
        @Nullable Object[] arguments = call.arguments().clone();
        arguments[position] = event;
        return new Invocation(call.target(), call.method(), arguments, call.client());
    }
}
