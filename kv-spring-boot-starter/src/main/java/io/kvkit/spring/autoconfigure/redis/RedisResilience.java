package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.resilience.AdaptiveTimeout;
import io.kvkit.resilience.BreakerSettings;
import io.kvkit.resilience.ResilienceSettings;

/** Creates the settings that limit the effects of a slow or absent server. */
final class RedisResilience {

    private RedisResilience() {}

    static ResilienceSettings of(String store, RedisProperties redis) {
        var breaker = redis.circuitBreaker();
        var adaptive = redis.adaptiveTimeout();
        return new ResilienceSettings(
                store,
                redis.timeout(),
                redis.maxInFlight(),
                breaker.enabled() ? settings(breaker) : null,
                adaptive.enabled() ? new AdaptiveTimeout(adaptive.least(), adaptive.factor()) : null);
    }

    private static BreakerSettings settings(RedisProperties.CircuitBreaker breaker) {
        return new BreakerSettings(
                breaker.failureRate(),
                breaker.window(),
                breaker.minimumCalls(),
                breaker.openInterval(),
                breaker.halfOpenCalls());
    }
}
