package io.kvkit.spring.operation;

import java.util.Map;

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
    public Map<String, String> traits() {
        return Map.of("scope", key.scope());
    }
}
