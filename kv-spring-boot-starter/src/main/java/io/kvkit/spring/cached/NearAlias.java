package io.kvkit.spring.cached;

import io.kvkit.call.Alias;
import io.kvkit.recipe.cache.near.NearEntry;

/** The way from the arguments of a call to an entry of its near cache. */
final class NearAlias extends Alias {

    private final NearEntry entry;

    NearAlias(Arguments arguments, NearEntry entry) {
        super(arguments);
        this.entry = entry;
    }

    NearEntry entry() {
        return entry;
    }

    @Override
    public boolean isDropped() {
        return entry.isDropped();
    }
}
