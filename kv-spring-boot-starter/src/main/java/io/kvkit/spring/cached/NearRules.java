package io.kvkit.spring.cached;

import io.kvkit.annotation.Cached;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.operation.Layers;
import org.jspecify.annotations.Nullable;

/** Reads the settings of near caches. */
final class NearRules {

    private NearRules() {}

    /** Returns the settings of a near cache; the mode is that of an annotation, null if it has none. */
    static NearSettings read(Layers<Cache> layers, Cached.@Nullable Near annotated) {
        NearSettings builtIn = CacheSettings.BUILT_IN.near();
        return new NearSettings(
                layers.constant(Cache::near, annotated, builtIn.mode()),
                layers.value(Cache::nearSize, null, builtIn.size()),
                layers.millisOrZero("max-staleness", Cache::maxStaleness, null, builtIn.maxStalenessMillis()),
                layers.value(Cache::share, null, builtIn.share()));
    }
}
