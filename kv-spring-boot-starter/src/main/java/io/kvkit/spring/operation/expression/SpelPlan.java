package io.kvkit.spring.operation.expression;

import io.kvkit.spring.OperationSite;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
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
            String text = expression.getExpressionString();
            throw ExpressionFailure.of(e, text, seen).at(site, attribute, text, e);
        }
    }
}
