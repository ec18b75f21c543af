package io.kvkit.spring.intercept;

import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;

/**
 * The part of the store that belongs to this application.
 *
 * @param prefix what every key begins with
 */
public record KeySpace(String prefix) {

    Namespace cache(String name) {
        return Namespace.of(prefix, "cache", name, Retention.EVICTABLE);
    }

    Namespace idempotency(String name) {
        return Namespace.of(prefix, "idempotency", name, Retention.KEPT);
    }

    Namespace dedupe(String name) {
        return Namespace.of(prefix, "dedupe", name, Retention.KEPT);
    }

    Namespace rateLimit(String name) {
        return Namespace.of(prefix, "ratelimit", name, Retention.EVICTABLE);
    }
}
