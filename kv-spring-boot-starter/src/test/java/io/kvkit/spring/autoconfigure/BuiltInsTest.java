package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.RateLimited;
import io.kvkit.meter.Algorithm;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.recipe.ratelimit.ChargeOn;
import io.kvkit.recipe.ratelimit.LimitMode;
import io.kvkit.recipe.ratelimit.LimitTerms;
import io.kvkit.recipe.ratelimit.LimitWait;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.spring.cached.CacheProperties;
import io.kvkit.spring.operation.attribute.Shares;
import io.kvkit.spring.ratelimited.RateLimitProperties;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** What annotations and properties write down once more is what the recipes have. */
class BuiltInsTest {

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants)
                .map(Enum::name)
                .filter(name -> !name.equals("DEFAULT"))
                .toList();
    }

    @Test
    void defaultsOfCachePropertiesAreThoseOfTheRecipe() {
        CacheProperties.Defaults defaults = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("kv.cache", CacheProperties.class)
                .defaults();
        assertThat(defaults.ttl()).hasMillis(CacheSettings.BUILT_IN.life().ttlMillis());
        assertThat(defaults.lease()).hasMillis(CacheSettings.BUILT_IN.loading().leaseMillis());
        assertThat(defaults.maxWait())
                .hasMillis(CacheSettings.BUILT_IN.loading().maxWaitMillis());
        assertThat(defaults.nullTtl()).isNull();
        assertThat(Shares.of(defaults.jitter()))
                .isEqualTo(CacheSettings.BUILT_IN.life().jitter());
        assertThat(defaults.staleWhileRevalidate())
                .hasMillis(CacheSettings.BUILT_IN.staleness().whileRevalidateMillis());
        assertThat(defaults.staleIfError())
                .hasMillis(CacheSettings.BUILT_IN.staleness().ifErrorMillis());
        assertThat(defaults.retryPause())
                .hasMillis(CacheSettings.BUILT_IN.staleness().retryPauseMillis());
        assertThat(defaults.softTimeout())
                .hasMillis(CacheSettings.BUILT_IN.loading().softMillis());
        assertThat(defaults.hardTimeout())
                .hasMillis(CacheSettings.BUILT_IN.loading().hardMillis());
        NearSettings near = CacheSettings.BUILT_IN.near();
        assertThat(defaults.near().name()).isEqualTo(near.mode().name());
        assertThat(defaults.nearSize()).isEqualTo(near.size());
        assertThat(defaults.maxStaleness()).hasMillis(near.maxStalenessMillis());
    }

    @Test
    void constantsOfCachedAreThoseOfTheRecipe() {
        assertThat(names(Cached.Near.values())).containsExactlyInAnyOrderElementsOf(names(NearSettings.Mode.values()));
    }

    @Test
    void constantsOfRateLimitedAreThoseOfTheRecipe() {
        assertThat(names(RateLimited.StoreFailure.values()))
                .containsExactlyInAnyOrderElementsOf(names(OnStoreFailure.values()));
        // CONCURRENCY has a recipe of its own.
        List<String> algorithms = new ArrayList<>(names(Algorithm.values()));
        algorithms.add("CONCURRENCY");
        assertThat(names(RateLimited.Algorithm.values())).containsExactlyInAnyOrderElementsOf(algorithms);
        assertThat(names(RateLimited.ChargeOn.values())).containsExactlyInAnyOrderElementsOf(names(ChargeOn.values()));
    }

    @Test
    void defaultsOfLimitPropertiesAreThoseOfTheRecipe() {
        RateLimitProperties.Defaults defaults = new Binder(new MapConfigurationPropertySource(Map.of()))
                .bindOrCreate("kv.rate-limit", RateLimitProperties.class)
                .defaults();
        assertThat(defaults.mode()).isEqualTo(RateLimited.Mode.ENFORCE);
        assertThat(new LimitMode(defaults.enforcePercent())).isEqualTo(LimitTerms.USUAL.mode());
        assertThat(defaults.chargeOn().name())
                .isEqualTo(LimitTerms.USUAL.chargeOn().name());
        assertThat(new LimitWait(defaults.maxWait(), defaults.maxWaiting())).isEqualTo(LimitTerms.USUAL.waiting());
    }
}
