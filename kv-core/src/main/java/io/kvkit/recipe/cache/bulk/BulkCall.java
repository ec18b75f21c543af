package io.kvkit.recipe.cache.bulk;

import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.store.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One call for the results of several keys.
 *
 * @param items what is asked for, each key once, in the order of the caller
 * @param form how arguments and results of the call are made
 * @since 0.1
 */
public record BulkCall(List<Item> items, BulkForm form) {

    /**
     * One key of a bulk call.
     *
     * @param ids the ids of the caller that have this key, at least one; a key can have several if ids that are not
     *     equal have the same text, such as {@code 1} and {@code 1L}
     * @param call the call for the result of this key alone
     */
    public record Item(List<@Nullable Object> ids, CacheCall call) {

        /** Returns the id with which the result is loaded. */
        public @Nullable Object id() {
            return ids.get(0);
        }
    }

    public BulkCall {
        items = List.copyOf(items);
    }

    /**
     * Returns the call for some ids.
     *
     * @param ids the ids in the order of the caller; duplicates are asked for once
     * @param call returns the call for the result of one id alone
     */
    public static BulkCall of(
            Collection<? extends @Nullable Object> ids, Function<@Nullable Object, CacheCall> call, BulkForm form) {
        Map<Key, Item> items = new LinkedHashMap<>();
        for (Object id : new LinkedHashSet<@Nullable Object>(ids)) {
            CacheCall single = call.apply(id);
            items.computeIfAbsent(single.key(), key -> new Item(new ArrayList<>(1), single))
                    .ids()
                    .add(id);
        }
        return new BulkCall(new ArrayList<>(items.values()), form);
    }
}
