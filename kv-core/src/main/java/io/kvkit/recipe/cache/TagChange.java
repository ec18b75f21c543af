package io.kvkit.recipe.cache;

import io.kvkit.store.Key;
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

    Transition<TagRecord> transition(Key key) {
        // A result may be computed for some time before its life begins.
        long life = Outdated.LIFE.plusDays(1).toMillis();
        return all ? Tags.changeAll(key, life) : Tags.change(key, tags, life);
    }

    /** Returns both invalidations in one. */
    TagChange and(TagChange other) {
        if (all || other.all) {
            return ALL;
        }
        Set<String> both = new LinkedHashSet<>(tags);
        both.addAll(other.tags);
        // More than the record has room for concern all results.
        return both.size() > Tags.MOST ? ALL : new TagChange(false, both);
    }
}
