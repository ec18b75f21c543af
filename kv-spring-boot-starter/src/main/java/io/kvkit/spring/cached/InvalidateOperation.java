package io.kvkit.spring.cached;

import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Condition;
import io.kvkit.spring.operation.KeyPlan;
import io.kvkit.spring.operation.KeyShape;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationSite;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.ReturnShape;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * A {@code @CacheInvalidate} of a method.
 *
 * @param site where it was declared
 * @param name the name of the cache
 * @param enabled whether entries are removed
 * @param returns what the method returns
 * @param key the entry to remove; when {@code beforeInvocation} is not set it may read the result
 * @param keyShape what its keys are like
 * @param beforeInvocation whether the entry is removed before the call instead of after it
 * @param condition whether it is removed at all; when {@code beforeInvocation} is not set it may read the result
 */
public record InvalidateOperation(
        OperationSite site,
        String name,
        boolean enabled,
        ReturnShape returns,
        KeyPlan key,
        KeyShape keyShape,
        boolean beforeInvocation,
        Condition condition)
        implements Operation {

    @Override
    public boolean named() {
        return true;
    }

    @Override
    public Area<?> area() {
        return CacheArea.CACHE;
    }

    @Override
    public Map<String, String> traits() {
        return Map.of("scope", key.scope());
    }

    @Override
    public void check(Operations method, @Nullable BeanFactory beans) {
        CachedOperation cached = method.only(CachedOperation.class);
        if (cached != null && cached.name().equals(name)) {
            throw site.error(
                    "name",
                    name,
                    "@Cached of this name stands on the same method, so each call would remove what it keeps",
                    "Put @CacheInvalidate on the method that changes what is cached");
        }
    }
}
