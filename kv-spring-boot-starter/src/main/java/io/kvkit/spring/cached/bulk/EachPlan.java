package io.kvkit.spring.cached.bulk;

import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A compiled {@code each}: the argument whose elements have an entry each, and the form of the result.
 *
 * @param position the position of the argument
 * @param ids the form of the argument
 * @param results the form of the result
 * @param resultKey returns the id of a result; null if the result is a map
 * @param single the annotation as it applies to one element and one result
 */
public record EachPlan(
        int position,
        Several ids,
        Several results,
        @Nullable ValuePlan resultKey,
        Declaration single) {

    /** Returns the elements of a call; null if the argument is null. */
    public @Nullable Collection<?> elements(Invocation call) {
        return (Collection<?>) call.arguments()[position];
    }

    /** Returns the call for one element. */
    public Invocation one(Invocation call, @Nullable Object element) {
        return new Invocation(call.target(), call.method(), with(call, element), call.client());
    }

    /** Returns the arguments of a call for some elements only. */
    public @Nullable Object[] narrowed(Invocation call, List<@Nullable Object> elements) {
        return with(call, ids.of(elements));
    }

    private @Nullable Object[] with(Invocation call, @Nullable Object argument) {
        @Nullable Object[] arguments = call.arguments().clone();
        arguments[position] = argument;
        return arguments;
    }
}
