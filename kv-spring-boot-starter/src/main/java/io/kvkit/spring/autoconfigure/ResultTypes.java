package io.kvkit.spring.autoconfigure;

import io.kvkit.codec.Codec;
import io.kvkit.codec.Codec.Obstacle;
import io.kvkit.codec.CodecException;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.spring.operation.CachedOperation;
import io.kvkit.spring.operation.IdempotentOperation;
import io.kvkit.spring.operation.KvConfigurationException;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.UpdateOperation;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks at what annotated methods return before any of them does: what can never be read again is an error of
 * {@code @Idempotent}, whose calls would run once and never be answered again, and a warning of the caches.
 */
final class ResultTypes {

    private final Codec codec;
    private final Cache cache;
    private final Set<Operation> checked = ConcurrentHashMap.newKeySet();

    ResultTypes(Codec codec, Cache cache) {
        this.codec = codec;
        this.cache = cache;
    }

    /**
     * Checks the operations that were not checked before.
     *
     * @throws KvConfigurationException if results of an {@code @Idempotent} method cannot be kept
     */
    void check(Collection<Operation> operations) {
        operations.stream().filter(Operation::enabled).filter(checked::add).forEach(this::check);
    }

    private void check(Operation operation) {
        if (operation instanceof CachedOperation cached) {
            foresee(cached.name(), cached.returns().type());
        } else if (operation instanceof UpdateOperation update) {
            foresee(update.name(), update.shape().get().type());
        } else if (operation instanceof IdempotentOperation idempotent && !idempotent.controller()) {
            require(idempotent);
        }
    }

    private void foresee(String name, Type type) {
        Obstacle obstacle = codec.obstacle(type);
        if (obstacle != null) {
            cache.foresee(name, CodecException.of(type, obstacle));
        }
    }

    private void require(IdempotentOperation operation) {
        Obstacle obstacle = codec.obstacle(operation.returns().type());
        if (obstacle != null) {
            throw operation.site().refused(obstacle);
        }
    }
}
