package io.kvkit;

import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.store.KeyEscape;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a cache of a client, with tags as annotations write them.
 *
 * @param rules decide about everything, except for the tags if there is a function for them
 * @param tags returns the tags of a value that is not null; null if the rules do
 */
record ClientRules(CacheRules rules, @Nullable Function<@Nullable Object, Collection<String>> tags)
        implements CacheRules {

    @Override
    public boolean isStorable(@Nullable Object result) {
        return rules.isStorable(result);
    }

    @Override
    public Collection<String> tags(@Nullable Object result) {
        if (tags == null) {
            return written(rules.tags(result));
        }
        return result == null ? List.of() : written(tags.apply(result));
    }

    @Override
    public long ttlMillis(@Nullable Object result, long configured) {
        return rules.ttlMillis(result, configured);
    }

    @Override
    public boolean isValid(@Nullable Object result) {
        return rules.isValid(result);
    }

    static Collection<String> written(Collection<String> tags) {
        return tags.stream()
                .filter(tag -> tag != null && !tag.isBlank())
                .map(KeyEscape::of)
                .toList();
    }
}
