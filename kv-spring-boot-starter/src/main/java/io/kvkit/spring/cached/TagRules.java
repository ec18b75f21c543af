package io.kvkit.spring.cached;

import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;

/** Refuses tags that a property forbids. */
final class TagRules {

    private TagRules() {}

    /**
     * Checks an annotation that may need tags.
     *
     * @throws io.kvkit.spring.KvConfigurationException if it needs them, and the cache must not have them
     */
    static void requireAllowed(Declaration declaration, Layers<Cache> layers, String name, boolean needsTags) {
        if (needsTags && Boolean.FALSE.equals(layers.byName().tagged())) {
            throw declaration.refused(
                    "it has tags or allEntries, but kv.cache.caches." + name + ".tagged is false",
                    "Remove the property, or remove the tags from all annotations of this name");
        }
    }
}
