package io.kvkit.spring.autoconfigure;

import io.kvkit.recipe.CacheFormat;
import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.cached.CacheFormats;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.cached.FormatSettings;
import io.kvkit.spring.dedupe.DedupeArea;
import io.kvkit.spring.dedupe.DedupeOperation;
import io.kvkit.spring.idempotent.IdempotencyArea;
import io.kvkit.spring.idempotent.IdempotentOperation;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.read.OperationSource;
import io.kvkit.spring.ratelimited.RateLimitArea;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/** Finds settings by name: those of the application's annotations, or else its properties. */
final class NamedOperations implements Catalog {

    private final BeanTypes types;
    private final ObjectProvider<OperationSource> source;
    private final KvProperties properties;
    private final CacheFormats formats;
    private volatile boolean read;

    NamedOperations(
            BeanTypes types, ObjectProvider<OperationSource> source, KvProperties properties, CacheFormats formats) {
        this.types = types;
        this.source = source;
        this.properties = properties;
        this.formats = formats;
    }

    @Override
    public @Nullable CacheSettings cache(String name) {
        CachedOperation annotated = find(CacheArea.CACHE, CachedOperation.class, name);
        if (annotated != null) {
            return annotated.settings();
        }
        CacheSettings named = properties.cache().named(name);
        return named == null ? null : named.withTagged(named.tagged() || isTagged(name));
    }

    // Annotations that change the cache may have tags although no method reads it.
    private boolean isTagged(String name) {
        OperationSource known = source.getIfAvailable();
        return known != null && known.registry().all().stream().anyMatch(each -> CacheArea.isTagged(each, name));
    }

    @Override
    public @Nullable CacheFormat cacheFormat(String name) {
        CachedOperation annotated = find(CacheArea.CACHE, CachedOperation.class, name);
        FormatSettings format = annotated == null ? properties.cache().format(name) : annotated.format();
        return format.isPlain() ? null : formats.of(format);
    }

    @Override
    public @Nullable RateLimitSettings rateLimit(String name) {
        RateLimitedOperation annotated = find(RateLimitArea.RATE_LIMIT, RateLimitedOperation.class, name);
        return annotated == null ? properties.rateLimit().named(name) : annotated.settings();
    }

    @Override
    public @Nullable OnceSettings operation(String name) {
        IdempotentOperation annotated = find(IdempotencyArea.IDEMPOTENCY, IdempotentOperation.class, name);
        return annotated == null ? properties.idempotency().named(name) : annotated.settings();
    }

    @Override
    public boolean isExecutable(String operation) {
        IdempotentOperation annotated = find(IdempotencyArea.IDEMPOTENCY, IdempotentOperation.class, operation);
        return annotated == null || !annotated.controller() && annotated.fingerprint() == null;
    }

    @Override
    public @Nullable OnceSettings consumer(String name) {
        DedupeOperation annotated = find(DedupeArea.DEDUPE, DedupeOperation.class, name);
        return annotated == null ? properties.dedupe().named(name) : annotated.settings();
    }

    // A constructor may ask before the beans with the annotations are created.
    private <O extends Operation> @Nullable O find(Area<?> area, Class<O> type, String name) {
        OperationSource known = source.getIfAvailable();
        if (known == null) {
            return null;
        }
        if (!read) {
            types.forEach((bean, each) -> known.validate(each));
            read = true;
        }
        return known.registry().find(area, type, name);
    }
}
