package io.kvkit.spring.operation;

import io.kvkit.spring.operation.ClientView.NoRequestException;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.spel.standard.SpelExpression;

/** An expression that SpEL evaluates. */
final class SpelPlan implements ValuePlan {

    private final OperationSite site;
    private final String attribute;
    private final SpelExpression expression;
    private final BiFunction<Invocation, @Nullable Object, EvaluationContext> contexts;
    private final Class<?> type;

    SpelPlan(
            OperationSite site,
            String attribute,
            SpelExpression expression,
            BiFunction<Invocation, @Nullable Object, EvaluationContext> contexts,
            Class<?> type) {
        this.site = site;
        this.attribute = attribute;
        this.expression = expression;
        this.contexts = contexts;
        this.type = type;
    }

    @Override
    public @Nullable Object value(Invocation call, @Nullable Object result) {
        Object seen = result instanceof Optional<?> optional ? optional.orElse(null) : result;
        try {
            return expression.getValue(contexts.apply(call, seen), type);
        } catch (RuntimeException e) {
            throw new KvExpressionException(site, attribute, expression.getExpressionString(), problem(e), e);
        }
    }

    // The messages of SpEL hold values, so only its class is told; the cause has the rest.
    private static String problem(RuntimeException failure) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        return root instanceof NoRequestException
                ? "needs a request, and there is none: #client has ip, principal and header only while one is handled"
                : "failed with " + root.getClass().getSimpleName();
    }
}
