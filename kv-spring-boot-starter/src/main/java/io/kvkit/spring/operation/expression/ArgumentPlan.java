package io.kvkit.spring.operation.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The value of an argument. */
public record ArgumentPlan(int position) implements ValuePlan {

    @Override
    public @Nullable Object value(Invocation call, @Nullable Object result) {
        return call.arguments()[position];
    }

    @Override
    public List<Integer> positions() {
        return List.of(position);
    }
}
