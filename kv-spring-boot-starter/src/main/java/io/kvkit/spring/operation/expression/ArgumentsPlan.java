package io.kvkit.spring.operation.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of the values of some arguments. */
public record ArgumentsPlan(List<Integer> positions) implements ValuePlan {

    /** Returns the plan of a single argument, or of a list of several or none. */
    public static ValuePlan of(List<Integer> positions) {
        return positions.size() == 1 ? new ArgumentPlan(positions.get(0)) : new ArgumentsPlan(List.copyOf(positions));
    }

    @Override
    public Object value(Invocation call, @Nullable Object result) {
        List<@Nullable Object> values = new ArrayList<>(positions.size());
        for (int position : positions) {
            values.add(call.arguments()[position]);
        }
        return Collections.unmodifiableList(values);
    }
}
