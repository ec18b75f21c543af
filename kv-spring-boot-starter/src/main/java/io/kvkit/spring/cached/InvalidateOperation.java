package io.kvkit.spring.cached;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.key.KeyShape;
import io.kvkit.spring.operation.key.TagPlan;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * A parsed {@code @CacheInvalidate} annotation.
 *
 * @param site the place of the annotation
 * @param name the name of the cache
 * @param enabled whether entries are removed
 * @param returns the shape of the return type
 * @param reach what is removed
 * @param key the key of the entry, or the keys; the same for all calls if entries are removed by something else. It may read the result unless {@code beforeInvocation} is set
 * @param keyShape the shape of the key, or of each of the keys
 * @param tags the tags of the entries
 * @param beforeInvocation whether the entry is removed before the call instead of after it
 * @param condition whether the entry is removed; it may read the result unless {@code beforeInvocation} is set
 * @param format how the entry is stored: as by the {@code @Cached} method of this name, if that method is known
 */
public record InvalidateOperation(
        OperationSite site,
        String name,
        boolean enabled,
        ReturnShape returns,
        Reach reach,
        KeyPlan key,
        TagPlan tags,
        KeyShape keyShape,
        boolean beforeInvocation,
        Condition condition,
        Supplier<FormatSettings> format)
        implements Operation {

    /** What an invalidation removes. */
    public enum Reach {
        /** The entry with the key. */
        KEY("key"),
        /** The entries with one of the keys. */
        KEYS("keys"),
        /** The entries with one of the tags. */
        TAGS("tags"),
        /** All entries. */
        ALL("allEntries");

        private final String attribute;

        Reach(String attribute) {
            this.attribute = attribute;
        }

        /** Returns the attribute that asks for it. */
        String attribute() {
            return attribute;
        }

        /** Returns whether the entries are not known by their keys. */
        boolean isWide() {
            return this == TAGS || this == ALL;
        }
    }

    @Override
    public boolean named() {
        return true;
    }

    @Override
    public Area<?> area() {
        return CacheArea.CACHE;
    }

    // Tags and all entries are those of all scopes.
    @Override
    public Map<String, String> traits() {
        return reach.isWide() ? Map.of() : Map.of("scope", key.scope());
    }

    @Override
    public void check(Operations method, @Nullable BeanFactory beans) {
        CachedOperation cached = method.only(CachedOperation.class);
        if (cached != null && cached.name().equals(name)) {
            throw site.error(
                    "name",
                    name,
                    "@Cached of this name stands on the same method, so each call would remove what it keeps",
                    "Put @CacheInvalidate on the method that changes what is cached");
        }
    }
}
