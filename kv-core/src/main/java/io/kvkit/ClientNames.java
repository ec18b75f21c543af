package io.kvkit;

import io.kvkit.recipe.Area;
import io.kvkit.recipe.CacheFormat;
import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.KeyWriter;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.store.Namespace;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The names of the caches, limits, operations and consumers of an application, as a client finds them. */
record ClientNames(String prefix, Catalog catalog, KeyWriter writer) {

    NamedKeys keys(Area area, String name) {
        Namespace namespace = area.namespace(prefix, name);
        return new NamedKeys(area, catalog.hidesKeys(area) ? namespace.hidden() : namespace, writer, null);
    }

    NamedKeys cacheKeys(String name, @Nullable CacheFormat format) {
        return format == null
                ? keys(Area.CACHE, name)
                : new NamedKeys(Area.CACHE, format.namespace(prefix, name), writer, null);
    }

    @Nullable
    CacheFormat cacheFormat(String name) {
        return catalog.cacheFormat(name);
    }

    Supplier<CacheSettings> cache(String name) {
        return known("cache", name, catalog.currentCache(name));
    }

    Supplier<RateLimitSettings> rateLimit(String name) {
        return known("limit", name, catalog.currentRateLimit(name));
    }

    Supplier<ConcurrencySettings> concurrencyLimit(String name) {
        return known("limit of concurrent calls", name, catalog.currentConcurrencyLimit(name));
    }

    OnceSettings operation(String name) {
        return known("operation", name, catalog.operation(name));
    }

    boolean isExecutable(String operation) {
        return catalog.isExecutable(operation);
    }

    OnceSettings consumer(String name) {
        return known("consumer", name, catalog.consumer(name));
    }

    private static <S> S known(String kind, String name, @Nullable S settings) {
        if (name.equals(ClientCalls.NAME)) {
            throw new IllegalArgumentException("The other calls of the client have the name \"" + name + "\"");
        }
        if (settings == null) {
            throw new IllegalArgumentException("There is no " + kind + " named \"" + name
                    + "\". Use a name that an annotation, the configuration or the client's catalog has");
        }
        return settings;
    }
}
