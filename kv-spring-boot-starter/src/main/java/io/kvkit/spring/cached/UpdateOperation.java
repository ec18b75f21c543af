package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.key.KeyShape;
import io.kvkit.spring.operation.key.TagPlan;
import io.kvkit.spring.operation.type.ReturnShape;
import io.kvkit.spring.operation.type.TypeRelations;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ResolvableType;

/**
 * A parsed {@code @CacheUpdate} annotation.
 *
 * @param site the place of the annotation
 * @param name the name of the cache
 * @param enabled whether entries are written
 * @param returns the shape of the return type
 * @param key the key of the entry; it may read the result
 * @param keyOfResult whether the key reads the result
 * @param keyShape the shape of the key
 * @param value the value to write; it may read the result
 * @param valueType the declared type of the value, with generics; {@code Object} if only a call shows it
 * @param tags the tags of the value; they may read the result
 * @param condition whether the entry is written; it may read the result
 * @param unless whether the entry is not written; it may read the result
 * @param life how long a value is kept, as it says itself; null if only the settings say so
 * @param shape how the value is written: as the {@code @Cached} method of this name reads it, if that method is known
 * @param reading reads the settings of the value from other properties of the name
 */
public record UpdateOperation(
        OperationSite site,
        String name,
        boolean enabled,
        ReturnShape returns,
        KeyPlan key,
        boolean keyOfResult,
        KeyShape keyShape,
        ValuePlan value,
        Type valueType,
        TagPlan tags,
        Condition condition,
        Condition unless,
        @Nullable ResultLife life,
        Supplier<Shape> shape,
        Function<Cache, CacheSettings> reading)
        implements Operation {

    /**
     * How a value is written.
     *
     * @param type the type of the value, with generics
     * @param settings how the cache behaves
     * @param format how the entries of the cache are stored
     */
    public record Shape(Type type, CacheSettings settings, FormatSettings format) {}

    @Override
    public boolean named() {
        return true;
    }

    @Override
    public Area<?> area() {
        return CacheArea.CACHE;
    }

    @Override
    public Map<String, String> traits() {
        return Map.of("scope", key.scope());
    }

    @Override
    public Kept kept() {
        return new Kept(shape.get().type(), false);
    }

    @Override
    public void check(Operations method, @Nullable BeanFactory beans) {
        CachedOperation cached = method.only(CachedOperation.class);
        if (cached != null && cached.name().equals(name)) {
            throw site.error(
                    "name",
                    name,
                    "@Cached of this name stands on the same method, so each hit would be written again and never end",
                    "Remove @CacheUpdate, because @Cached keeps the result");
        }
    }

    // The entry would always be removed and never written.
    @Override
    public void requireFit(Operation other) {
        if (other instanceof CachedOperation cached) {
            if (!cached.tags().isEmpty() && tags.isEmpty()) {
                throw site.error(
                        "tags",
                        null,
                        "the results of " + cached.site() + " have tags, and without tags this value would outlive"
                                + " their invalidation",
                        "Write the same tags, as expressions over #result");
            }
            Type kept = cached.returns().type();
            if (!TypeRelations.mayBe(ResolvableType.forType(valueType), ResolvableType.forType(kept))) {
                throw site.error(
                        "name",
                        name,
                        "it stores " + valueType.getTypeName() + ", but " + cached.site() + " with this name has "
                                + kept.getTypeName(),
                        "Let them agree, for example with result = \"#result.name\", or give them two names");
            }
        }
    }
}
