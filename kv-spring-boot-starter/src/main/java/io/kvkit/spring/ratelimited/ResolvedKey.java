package io.kvkit.spring.ratelimited;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.RateLimitKeyResolver;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A key that a {@link RateLimitKeyResolver} bean makes.
 *
 * @param site the place of the annotation
 * @param limit the name of the limit
 * @param bean the name of the bean; empty for the default one
 * @param resolver returns the bean
 */
record ResolvedKey(OperationSite site, String limit, String bean, Supplier<RateLimitKeyResolver> resolver)
        implements ValuePlan {

    @Override
    public @Nullable Object value(Invocation call, @Nullable Object result) {
        try {
            return resolver.get().key(new LimitedCall(limit, call.client(), call.arguments()));
        } catch (RuntimeException e) {
            throw new KvExpressionException(
                    site,
                    "keyResolver",
                    bean,
                    KvExpressionException.Reason.EXPRESSION,
                    "failed with " + e.getClass().getSimpleName(),
                    e);
        }
    }
}
