package io.kvkit.spring.operation.expression;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A value that is the same for all calls. */
record ConstantPlan(@Nullable Object constant) implements ValuePlan {

    @Override
    public @Nullable Object value(Invocation call, @Nullable Object result) {
        return constant;
    }

    @Override
    public List<Integer> positions() {
        return List.of();
    }
}
