package io.kvkit;

import io.kvkit.recipe.Area;
import io.kvkit.store.Batch;
import io.kvkit.store.Blank;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.Namespace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The keys of a client. Plain keys and the keys of each recipe are separate. */
final class ClientKeys {

    private static final String NAME = "client";

    private final Namespace raw;
    private final Namespace cache;
    private final Namespace idempotency;
    private final Namespace dedupe;
    private final Namespace rateLimit;
    private final Namespace lease;

    ClientKeys(String prefix) {
        this.raw = Namespace.of(prefix, "kv", "raw", Retention.KEPT);
        this.cache = Area.CACHE.namespace(prefix, NAME);
        this.idempotency = Area.IDEMPOTENCY.namespace(prefix, NAME);
        this.dedupe = Area.DEDUPE.namespace(prefix, NAME);
        this.rateLimit = Area.RATE_LIMIT.namespace(prefix, NAME);
        this.lease = Area.LEASE.namespace(prefix, NAME);
    }

    Key raw(String key) {
        return raw.literalKey(checked(key));
    }

    /** Returns the start of the texts of all plain keys with a prefix. */
    String rawStart(String prefix) {
        return raw.literalKey(prefix).text();
    }

    /** Returns the name that the application gave to a plain key. */
    String name(String text) {
        return text.substring(raw.start().length());
    }

    List<Key> raw(Collection<String> names) {
        List<Key> found = new ArrayList<>(names.size());
        names.forEach(name -> found.add(raw(name)));
        return found;
    }

    /** Returns a batch with the names that the application gave to its plain keys. */
    <V> Batch<String, V> byName(Batch<Key, V> batch) {
        Map<String, V> values = new HashMap<>();
        Map<String, KvException> failures = new HashMap<>();
        batch.values().forEach((key, value) -> values.put(name(key.text()), value));
        batch.failures().forEach((key, failure) -> failures.put(name(key.text()), failure));
        return new Batch<>(values, failures);
    }

    Key cache(String key) {
        return cache.key(checked(key));
    }

    Key idempotency(String key) {
        return idempotency.key(identifying(key));
    }

    Key dedupe(String eventId) {
        return dedupe.key(identifying(eventId));
    }

    Key rateLimit(String key) {
        return rateLimit.key(identifying(key));
    }

    Key lease(String name) {
        return lease.key(checked(name));
    }

    // Two calls, events or clients that cannot be identified are not the same.
    private static String identifying(String key) {
        if (Blank.is(key)) {
            throw new IllegalArgumentException("A key that identifies a call, an event or a client must not be blank");
        }
        return checked(key);
    }

    private static String checked(String key) {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("A key must not be empty");
        }
        // Three bytes per char is the most that UTF-8 needs: only long keys are encoded to be measured.
        if (key.length() > KvClient.MAX_KEY_BYTES / 3
                && key.getBytes(StandardCharsets.UTF_8).length > KvClient.MAX_KEY_BYTES) {
            throw new IllegalArgumentException("A key must have at most " + KvClient.MAX_KEY_BYTES
                    + " bytes, but this one has " + key.length() + " characters; use a digest of it");
        }
        return key;
    }
}
