package io.kvkit;

import io.kvkit.recipe.cache.bulk.BulkForm;
import io.kvkit.store.Key;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The form of calls from a list of keys to a map of values.
 *
 * @param keys returns the key of the store
 */
record ValuesByKey(Function<@Nullable Object, Key> keys) implements BulkForm {

    @Override
    public @Nullable Object[] arguments(List<@Nullable Object> ids) {
        return new Object[] {ids};
    }

    @Override
    public Map<Key, Object> divided(@Nullable Object result) {
        Map<Key, Object> byKey = new HashMap<>();
        if (result instanceof Map<?, ?> values) {
            values.forEach((id, value) -> {
                if (value != null) {
                    byKey.put(keys.apply(id), value);
                }
            });
        }
        return byKey;
    }

    @Override
    public Object joined(List<Found> found, @Nullable Object undivided) {
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        found.forEach(one -> one.ids().forEach(id -> values.put(id, one.value())));
        if (undivided instanceof Map<?, ?> more) {
            values.putAll(more);
        }
        return values;
    }

    // What the arguments and the result have been made of says their types.
    @SuppressWarnings("unchecked")
    static <K> List<K> missing(@Nullable Object @Nullable [] args) {
        return (List<K>) Objects.requireNonNull(Objects.requireNonNull(args)[0]);
    }

    @SuppressWarnings("unchecked")
    static <K, V> Map<K, V> typed(@Nullable Object result) {
        return (Map<K, V>) Objects.requireNonNull(result);
    }
}
