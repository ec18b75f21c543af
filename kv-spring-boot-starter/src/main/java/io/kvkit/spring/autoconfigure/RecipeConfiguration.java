package io.kvkit.spring.autoconfigure;

import io.kvkit.codec.Codec;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.Recipes;
import io.kvkit.spring.cached.CacheFormats;
import io.kvkit.spring.cached.CacheWriteMethods;
import io.kvkit.spring.cached.CachedMethods;
import io.kvkit.spring.cached.PassedBy;
import io.kvkit.spring.dedupe.DedupeMethods;
import io.kvkit.spring.exchange.RequestFingerprint;
import io.kvkit.spring.idempotent.IdempotentMethods;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.ratelimited.RateLimitedMethods;
import io.kvkit.spring.transaction.Transactions;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

/** Configures the beans that apply each recipe to methods. */
@Configuration(proxyBeanMethods = false)
class RecipeConfiguration {

    @Bean
    KeySpace kvKeySpace(KeyPrefix prefix) {
        return new KeySpace(prefix.value());
    }

    @Bean
    PassedBy kvPassedBy(KvListeners listeners) {
        return new PassedBy(listeners);
    }

    @Bean
    Transactions kvTransactions() {
        return Transactions.ofSpring();
    }

    @Bean
    CachedMethods kvCachedMethods(Recipes recipes, CacheFormats formats, PassedBy passedBy, Transactions transactions) {
        return new CachedMethods(recipes.cache(), formats, passedBy, transactions);
    }

    @Bean
    CacheWriteMethods kvCacheWriteMethods(
            Recipes recipes, CacheFormats formats, PassedBy passedBy, Transactions transactions) {
        return new CacheWriteMethods(recipes.cache(), formats, passedBy, transactions);
    }

    @Bean
    IdempotentMethods kvIdempotentMethods(
            Recipes recipes, Codec codec, KeySpace keys, ObjectProvider<JsonMapper> mapper) {
        var fingerprints = new RequestFingerprint(
                mapper.getIfUnique(() -> JsonMapper.builder().build()));
        return new IdempotentMethods(recipes.idempotency(), codec, keys, fingerprints);
    }

    @Bean
    RateLimitedMethods kvRateLimitedMethods(Recipes recipes, KeySpace keys) {
        return new RateLimitedMethods(recipes.rateLimiter(), keys);
    }

    @Bean
    DedupeMethods kvDedupeMethods(Recipes recipes, KeySpace keys) {
        return new DedupeMethods(recipes.dedupe(), keys);
    }
}
