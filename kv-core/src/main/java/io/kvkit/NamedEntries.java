package io.kvkit;

import io.kvkit.call.StageDriver;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.Recipes;
import java.lang.reflect.Type;
import java.util.concurrent.Executor;

/** Finds what belongs to the names of an application, on the recipes that its annotations use. */
record NamedEntries(ClientNames names, ClientCalls calls, Recipes recipes, StageDriver driver, Executor executor) {

    <K, V> StoreKvCache<K, V> cache(String name, Type type) {
        return new StoreKvCache<>(
                recipes.cache(),
                names.keys(Area.CACHE, name),
                names.cache(name),
                calls.result(type),
                driver,
                executor);
    }

    StoreKvRateLimit rateLimit(String name) {
        return new StoreKvRateLimit(
                recipes.rateLimiter(), names.keys(Area.RATE_LIMIT, name), names.rateLimit(name), calls.limits());
    }

    <T> StoreKvOperation<T> operation(String name, Type type) {
        return new StoreKvOperation<>(
                recipes.idempotency(),
                names.keys(Area.IDEMPOTENCY, name),
                calls.replayed(type),
                names.operation(name),
                driver);
    }

    StoreKvConsumer consumer(String name) {
        return new StoreKvConsumer(recipes.dedupe(), names.keys(Area.DEDUPE, name), names.consumer(name), driver);
    }
}
