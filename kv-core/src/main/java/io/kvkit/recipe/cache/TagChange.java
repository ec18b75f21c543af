package io.kvkit.recipe.cache;

import io.kvkit.store.Transition;
import io.kvkit.tag.TagRecord;
import io.kvkit.tag.Tags;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An invalidation of many results of one cache.
 *
 * @param all whether it concerns all results
 * @param tags the tags of the results that it concerns otherwise
 */
record TagChange(boolean all, Set<String> tags) {

    /** How many tags the record of a cache has room for; more of them at once concern all results. */
    static final int MOST = 1_024;

    static final TagChange ALL = new TagChange(true, Set.of());

    Transition<TagRecord> transition() {
        // A result may be computed for some time before its life begins.
        long life = Outdated.LIFE.plusDays(1).toMillis();
        return all ? Tags.changeAll(life) : Tags.change(tags, life);
    }

    /** Returns both invalidations in one. */
    TagChange and(TagChange other) {
        if (all || other.all) {
            return ALL;
        }
        Set<String> both = new LinkedHashSet<>(tags);
        both.addAll(other.tags);
        return both.size() > MOST ? ALL : new TagChange(false, both);
    }
}
