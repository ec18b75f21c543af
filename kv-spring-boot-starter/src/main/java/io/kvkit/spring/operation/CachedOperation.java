package io.kvkit.spring.operation;

import java.time.Duration;
import java.util.Map;

/**
 * A {@code @Cached} method.
 *
 * @param site where it was declared
 * @param name the name of the cache
 * @param named whether the name was written
 * @param enabled whether results are kept
 * @param returns what the method returns
 * @param key whose result it is
 * @param keyShape what its keys are like
 * @param condition whether a call goes through the cache
 * @param unless whether a result is not kept
 * @param ttl how long a result is kept
 * @param nullTtl how long null and empty results are kept; zero for never
 * @param lease after what time another caller may load what a dead one was loading
 * @param maxWait how long a caller waits for another one's load before it loads by itself
 */
public record CachedOperation(
        OperationSite site,
        String name,
        boolean named,
        boolean enabled,
        ReturnShape returns,
        KeyPlan key,
        KeyShape keyShape,
        Condition condition,
        Condition unless,
        Duration ttl,
        Duration nullTtl,
        Duration lease,
        Duration maxWait)
        implements Operation {

    @Override
    public Map<String, String> traits() {
        return Map.of(
                "return type", returns.type().getTypeName(),
                "ttl", ttl.toString(),
                "nullTtl", nullTtl.toString(),
                "scope", key.scope());
    }
}
