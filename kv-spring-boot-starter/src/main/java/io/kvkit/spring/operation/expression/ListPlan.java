package io.kvkit.spring.operation.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The list of the values of some plans. */
record ListPlan(List<ValuePlan> plans) implements ValuePlan {

    @Override
    public Object value(Invocation call, @Nullable Object result) {
        List<@Nullable Object> values = new ArrayList<>(plans.size());
        for (ValuePlan plan : plans) {
            values.add(plan.value(call, result));
        }
        return Collections.unmodifiableList(values);
    }

    @Override
    public @Nullable List<Integer> positions() {
        List<Integer> all = new ArrayList<>();
        for (ValuePlan plan : plans) {
            List<Integer> positions = plan.positions();
            if (positions == null) {
                return null;
            }
            all.addAll(positions);
        }
        return List.copyOf(all);
    }
}
