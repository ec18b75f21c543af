package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.store.Namespace;
import java.util.Collection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the expressions of a {@code @Cached} annotation decide about the results of one call.
 *
 * @param operation the annotation
 * @param life how long a result is kept, as it says itself; null if only the settings say so
 * @param call the call
 * @param namespace the namespace of the entries
 * @param passedBy counts and logs expressions that fail
 */
record ResultRules(
        CachedOperation operation, @Nullable ResultLife life, Invocation call, Namespace namespace, PassedBy passedBy)
        implements CacheRules {

    @Override
    public boolean isStorable(@Nullable Object result) {
        Object value = unwrapped(result);
        return unlessFailed(() -> !operation.unless().test(call, value), false);
    }

    @Override
    public Collection<String> tags(@Nullable Object result) {
        Object value = unwrapped(result);
        return value == null ? operation.tags().ofNull(call) : operation.tags().of(call, value);
    }

    @Override
    public long ttlMillis(@Nullable Object result, long configured) {
        Object value = unwrapped(result);
        return life == null ? configured : unlessFailed(() -> life.millis(call, value), 0L);
    }

    @Override
    public boolean isValid(@Nullable Object result) {
        Object value = unwrapped(result);
        return unlessFailed(() -> operation.validWhile().test(call, value), false);
    }

    private @Nullable Object unwrapped(@Nullable Object result) {
        ReturnShape returns = operation.returns();
        return returns.unwrap(result);
    }

    private <T> T unlessFailed(Supplier<T> rule, T otherwise) {
        return passedBy.unlessFailed(namespace, rule, otherwise);
    }
}
