package io.kvkit.spring.cached.bulk;

import io.kvkit.recipe.cache.bulk.BulkForm;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.store.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The arguments and the result of one call for several elements.
 *
 * @param plan the compiled annotation
 * @param call the call
 * @param keys returns the key of an element
 * @param failed receives the reason if a result cannot be taken apart
 */
public record EachForm(
        EachPlan plan, Invocation call, Function<@Nullable Object, Key> keys, Consumer<RuntimeException> failed)
        implements BulkForm {

    @Override
    public @Nullable Object[] arguments(List<@Nullable Object> ids) {
        return plan.narrowed(call, ids);
    }

    @Override
    public Map<Key, Object> divided(@Nullable Object result) {
        try {
            return result instanceof Map<?, ?> map ? byKey(map) : byKey((Collection<?>) result);
        } catch (RuntimeException e) {
            failed.accept(e);
            throw e;
        }
    }

    private Map<Key, Object> byKey(Map<?, ?> results) {
        Map<Key, Object> byKey = new HashMap<>();
        results.forEach((id, value) -> {
            if (value != null) {
                byKey.put(keys.apply(id), value);
            }
        });
        return byKey;
    }

    private Map<Key, Object> byKey(@Nullable Collection<?> results) {
        Map<Key, Object> byKey = new HashMap<>();
        ValuePlan resultKey = plan.resultKey();
        if (results == null || resultKey == null) {
            return byKey;
        }
        for (Object value : results) {
            if (value != null && byKey.put(keys.apply(resultKey.value(call, value)), value) != null) {
                throw new SeveralResultsException();
            }
        }
        return byKey;
    }

    @Override
    public Object joined(List<Found> found, @Nullable Object undivided) {
        if (plan.results() == Several.MAP) {
            return map(found, undivided);
        }
        List<@Nullable Object> values = new ArrayList<>(found.size());
        found.forEach(one -> values.add(unwrapped(one.value())));
        if (undivided instanceof Collection<?> more) {
            values.addAll(more);
        }
        return plan.results().of(values);
    }

    private static Object map(List<Found> found, @Nullable Object undivided) {
        Map<@Nullable Object, @Nullable Object> values = new LinkedHashMap<>();
        found.forEach(one -> one.ids().forEach(id -> values.put(id, unwrapped(one.value()))));
        if (undivided instanceof Map<?, ?> more) {
            values.putAll(more);
        }
        return values;
    }

    private static @Nullable Object unwrapped(Object value) {
        return value instanceof Optional<?> held ? held.orElse(null) : value;
    }
}
