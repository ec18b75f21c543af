package io.kvkit.spring.autoconfigure;

import io.kvkit.codec.Codec;
import io.kvkit.codec.Codec.Obstacle;
import io.kvkit.codec.CodecException;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.cached.CacheFormats;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.cached.UpdateOperation;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operation.Kept;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Checks at startup whether the results of annotated methods can be read again. If not, {@code @Idempotent} fails
 * startup, because its calls would run once and never be answered again. For caches, the log has a warning.
 */
final class ResultTypes {

    private final Codec codec;
    private final CacheFormats formats;
    private final Cache cache;
    private final Set<Operation> checked = ConcurrentHashMap.newKeySet();

    ResultTypes(Codec codec, CacheFormats formats, Cache cache) {
        this.codec = codec;
        this.formats = formats;
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

    private Codec codec(Operation operation) {
        if (operation instanceof CachedOperation cached) {
            return formats.codec(cached.format());
        }
        return operation instanceof UpdateOperation update
                ? formats.codec(update.shape().get().format())
                : codec;
    }

    private void check(Operation operation) {
        Kept kept = operation.kept();
        Obstacle obstacle = kept == null ? null : codec(operation).obstacle(kept.type());
        if (kept == null || obstacle == null) {
            return;
        }
        if (kept.needed()) {
            throw operation.site().refused(obstacle);
        }
        cache.foresee(operation.name(), CodecException.of(kept.type(), obstacle));
    }
}
