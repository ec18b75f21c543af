package io.kvkit.spring.autoconfigure;

import io.kvkit.call.Timer;
import io.kvkit.codec.Codec;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheObserver;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceObserver;
import io.kvkit.recipe.ratelimit.RateLimitObserver;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.spring.cached.CacheWriteMethods;
import io.kvkit.spring.cached.CachedMethods;
import io.kvkit.spring.cached.PassedBy;
import io.kvkit.spring.dedupe.DedupeMethods;
import io.kvkit.spring.exchange.RequestFingerprint;
import io.kvkit.spring.idempotent.IdempotentMethods;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.ratelimited.RateLimitedMethods;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** The recipes, and what applies each of them to methods. */
@Configuration(proxyBeanMethods = false)
class RecipeConfiguration {

    @Bean
    KeySpace kvKeySpace(KeyPrefix prefix) {
        return new KeySpace(prefix.value());
    }

    @Bean
    @ConditionalOnMissingBean
    Cache kvCache(KvStore store, Timer timer, ObjectProvider<CacheObserver> observer) {
        return new Cache(store, timer, Observers.cache(observer));
    }

    @Bean
    @ConditionalOnMissingBean
    Once kvOnce(KvStore store, Timer timer, ObjectProvider<OnceObserver> observer) {
        return new Once(store, timer, Observers.once(observer));
    }

    @Bean
    @ConditionalOnMissingBean
    RateLimiter kvRateLimiter(KvStore store, KvProperties properties) {
        if (store.capabilities().contains(Capability.IMMEDIATE)) {
            return new RateLimiter(store);
        }
        var timeout = properties.rateLimit().timeout();
        int maxEntries = properties.memory().maxEntries();
        return new RateLimiter(
                timeout == null ? store : store.withTimeout(timeout),
                new InMemoryKvStore(MicroClock.system(), maxEntries));
    }

    @Bean
    PassedBy kvPassedBy(ObjectProvider<CacheObserver> observer) {
        return new PassedBy(Observers.cache(observer));
    }

    @Bean
    CachedMethods kvCachedMethods(Cache cache, Codec codec, KeySpace keys, PassedBy passedBy) {
        return new CachedMethods(cache, codec, keys, passedBy);
    }

    @Bean
    CacheWriteMethods kvCacheWriteMethods(Cache cache, Codec codec, KeySpace keys, PassedBy passedBy) {
        return new CacheWriteMethods(cache, codec, keys, passedBy);
    }

    @Bean
    IdempotentMethods kvIdempotentMethods(Once once, Codec codec, KeySpace keys, ObjectProvider<JsonMapper> mapper) {
        var fingerprints = new RequestFingerprint(
                mapper.getIfUnique(() -> JsonMapper.builder().build()));
        return new IdempotentMethods(once, codec, keys, fingerprints);
    }

    @Bean
    RateLimitedMethods kvRateLimitedMethods(
            RateLimiter limiter, ObjectProvider<RateLimitObserver> observer, KeySpace keys) {
        return new RateLimitedMethods(limiter, Observers.rateLimit(observer), keys);
    }

    @Bean
    DedupeMethods kvDedupeMethods(Once once, KeySpace keys) {
        return new DedupeMethods(once, keys);
    }
}
