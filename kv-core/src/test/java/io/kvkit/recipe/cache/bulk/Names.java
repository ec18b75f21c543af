package io.kvkit.recipe.cache.bulk;

import io.kvkit.recipe.cache.bulk.BulkForm.Found;
import io.kvkit.store.Key;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The form of calls from a list of ids to a map of names by id. */
record Names(Function<@Nullable Object, Key> keys) implements BulkForm {

    @Override
    public @Nullable Object[] arguments(List<@Nullable Object> ids) {
        return new Object[] {ids};
    }

    @Override
    public Map<Key, Object> divided(@Nullable Object result) {
        if (result instanceof String) {
            throw new IllegalArgumentException("A text has no parts");
        }
        Map<Key, Object> found = new HashMap<>();
        if (result instanceof Map<?, ?> names) {
            names.forEach((id, name) -> found.put(keys.apply(id), name));
        }
        return found;
    }

    @Override
    public Object joined(List<Found> found, @Nullable Object undivided) {
        Map<@Nullable Object, Object> names = new LinkedHashMap<>();
        found.forEach(one -> one.ids().forEach(id -> names.put(id, one.value())));
        if (undivided != null) {
            names.put("undivided", undivided);
        }
        return names;
    }
}
