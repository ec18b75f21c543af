package io.kvkit;

import io.kvkit.recipe.Area;
import io.kvkit.recipe.KeyWriter;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one name, in the format of the annotations.
 *
 * @param owner the owner of the keys as text; null if they have no owner
 */
record NamedKeys(
        Area area,
        Namespace namespace,
        KeyWriter writer,
        @Nullable String owner) {

    Key of(@Nullable Object key) {
        return namespace.key(id(key));
    }

    /** Returns the key of the permits that running calls hold. */
    Key permits(@Nullable Object key) {
        return ConcurrencySettings.key(namespace, id(key));
    }

    /** Returns the same keys for records that are stored as settings say. */
    NamedKeys storedBy(OnceSettings settings) {
        return new NamedKeys(area, settings.records(namespace), writer, owner);
    }

    private String id(@Nullable Object key) {
        String id = writer.text(area, key);
        return owner == null ? id : owner + "|" + id;
    }

    // An owner must identify somebody, also in caches.
    NamedKeys scoped(Object to) {
        return new NamedKeys(area, namespace, writer, writer.text(Area.IDEMPOTENCY, to));
    }
}
