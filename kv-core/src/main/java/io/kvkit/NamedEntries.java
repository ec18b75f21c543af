package io.kvkit;

import io.kvkit.call.StageDriver;
import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.CacheFormat;
import io.kvkit.recipe.Recipes;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import java.lang.reflect.Type;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;

/** Finds caches, limits, operations and consumers by name, on the recipes that the annotations use. */
record NamedEntries(
        ClientNames names,
        ClientCalls calls,
        Recipes recipes,
        StageDriver driver,
        Decoding decoding,
        ConcurrentMap<String, KnownCharges> charges) {

    NamedEntries(ClientNames names, ClientCalls calls, Recipes recipes, StageDriver driver, Decoding decoding) {
        this(names, calls, recipes, driver, decoding, new ConcurrentHashMap<>());
    }

    <K, V> StagedKvCache<K, V> cache(String name, Type type) {
        Supplier<CacheSettings> settings = names.cache(name);
        CacheFormat format = names.cacheFormat(name);
        ResultCodec codec = format == null ? calls.result(type) : format.results(ClientCalls.boxed(type), false);
        return new StagedKvCache<>(
                recipes.cache(),
                names.cacheKeys(name, format),
                settings,
                CacheRules.UNKNOWN_TAGS,
                codec,
                driver,
                decoding);
    }

    StagedKvRateLimit rateLimit(String name) {
        Supplier<RateLimitSettings> settings = names.rateLimit(name);
        return new StagedKvRateLimit(
                recipes.rateLimiter(),
                names.keys(Area.RATE_LIMIT, name),
                settings,
                charges.computeIfAbsent(name, known -> new KnownCharges(recipes.rateLimiter())));
    }

    StagedKvConcurrencyLimit concurrencyLimit(String name) {
        return new StagedKvConcurrencyLimit(
                recipes.concurrencyLimiter(), names.keys(Area.RATE_LIMIT, name), names.concurrencyLimit(name));
    }

    <T> StagedKvOperation<T> operation(String name, Type type) {
        return new StagedKvOperation<>(
                recipes.idempotency(),
                names.keys(Area.IDEMPOTENCY, name),
                calls.replayed(type),
                names.operation(name),
                names.isExecutable(name),
                driver,
                decoding,
                null);
    }

    StagedClaimsOperations claims() {
        return new StagedClaimsOperations(names, calls, recipes);
    }

    StagedKvConsumer consumer(String name) {
        OnceSettings settings = names.consumer(name);
        NamedKeys keys = names.keys(Area.DEDUPE, name).storedBy(settings);
        return new StagedKvConsumer(recipes.dedupe(), keys, settings, driver, decoding, null);
    }
}
