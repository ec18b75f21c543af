package io.kvkit.recipe.cache;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Rules for computations that get the values that they replace. */
record RulesWithOldValues(CacheRules rules) implements CacheRules {

    @Override
    public boolean takeOldValues() {
        return true;
    }

    @Override
    public boolean isStorable(@Nullable Object result) {
        return rules.isStorable(result);
    }

    @Override
    public Collection<String> tags(@Nullable Object result) {
        return rules.tags(result);
    }

    @Override
    public long ttlMillis(@Nullable Object result, long configured) {
        return rules.ttlMillis(result, configured);
    }

    @Override
    public boolean isValid(@Nullable Object result) {
        return rules.isValid(result);
    }
}
