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

    static final TagChange ALL = new TagChange(true, Set.of());

    Transition<TagRecord> transition() {
        long life = Outdated.LIFE.toMillis();
        return all ? Tags.changeAll(life) : Tags.change(tags, life);
    }

    /** Returns both invalidations in one. */
    TagChange and(TagChange other) {
        if (all || other.all) {
            return ALL;
        }
        Set<String> both = new LinkedHashSet<>(tags);
        both.addAll(other.tags);
        return new TagChange(false, both);
    }
}
