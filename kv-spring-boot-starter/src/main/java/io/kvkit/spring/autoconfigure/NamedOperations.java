package io.kvkit.spring.autoconfigure;

import io.kvkit.recipe.CacheFormat;
import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.cached.CacheFormats;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.cached.FormatSettings;
import io.kvkit.spring.cached.LiveCaches;
import io.kvkit.spring.dedupe.DedupeArea;
import io.kvkit.spring.dedupe.DedupeOperation;
import io.kvkit.spring.idempotent.IdempotencyArea;
import io.kvkit.spring.idempotent.IdempotencySeals;
import io.kvkit.spring.idempotent.IdempotentOperation;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.ratelimited.ConcurrencyOperation;
import io.kvkit.spring.ratelimited.LiveLimits;
import io.kvkit.spring.ratelimited.RateLimitArea;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds settings by name: those of the application's annotations, or else its properties. */
final class NamedOperations implements Catalog {

    private final ReadOperations operations;
    private final KvProperties properties;
    private final CacheFormats formats;
    private final IdempotencySeals seals;
    private final LiveCaches caches;
    private final LiveLimits limits;
    private final Set<Asked> unannotated = ConcurrentHashMap.newKeySet();

    NamedOperations(
            ReadOperations operations,
            KvProperties properties,
            CacheFormats formats,
            IdempotencySeals seals,
            LiveCaches caches,
            LiveLimits limits) {
        this.operations = operations;
        this.properties = properties;
        this.formats = formats;
        this.seals = seals;
        this.caches = caches;
        this.limits = limits;
    }

    @Override
    public @Nullable CacheSettings cache(String name) {
        Supplier<CacheSettings> current = currentCache(name);
        return current == null ? null : current.get();
    }

    @Override
    public @Nullable Supplier<CacheSettings> currentCache(String name) {
        boolean annotated = find(CacheArea.CACHE, CachedOperation.class, name) != null;
        Supplier<CacheSettings> current = caches.current(name);
        return annotated ? current : byProperties(CacheArea.CACHE, CachedOperation.class, name, current);
    }

    @Override
    public @Nullable CacheFormat cacheFormat(String name) {
        CachedOperation annotated = find(CacheArea.CACHE, CachedOperation.class, name);
        FormatSettings format = annotated == null ? properties.cache().format(name) : annotated.format();
        return format.isPlain() ? null : formats.of(format);
    }

    @Override
    public boolean hidesKeys(io.kvkit.recipe.Area area) {
        return area == io.kvkit.recipe.Area.RATE_LIMIT && properties.rateLimit().hashKeys();
    }

    @Override
    public @Nullable RateLimitSettings rateLimit(String name) {
        Supplier<RateLimitSettings> current = currentRateLimit(name);
        return current == null ? null : current.get();
    }

    @Override
    public @Nullable Supplier<RateLimitSettings> currentRateLimit(String name) {
        boolean annotated = find(RateLimitArea.RATE_LIMIT, RateLimitedOperation.class, name) != null;
        Supplier<RateLimitSettings> current = limits.find(name);
        return annotated ? current : byProperties(RateLimitArea.RATE_LIMIT, RateLimitedOperation.class, name, current);
    }

    @Override
    public @Nullable ConcurrencySettings concurrencyLimit(String name) {
        Supplier<ConcurrencySettings> current = currentConcurrencyLimit(name);
        return current == null ? null : current.get();
    }

    @Override
    public @Nullable Supplier<ConcurrencySettings> currentConcurrencyLimit(String name) {
        boolean annotated = find(RateLimitArea.RATE_LIMIT, ConcurrencyOperation.class, name) != null;
        Supplier<ConcurrencySettings> current = limits.concurrency().find(name);
        return annotated ? current : byProperties(RateLimitArea.RATE_LIMIT, ConcurrencyOperation.class, name, current);
    }

    @Override
    public @Nullable OnceSettings operation(String name) {
        IdempotentOperation annotated = find(IdempotencyArea.IDEMPOTENCY, IdempotentOperation.class, name);
        return annotated == null
                ? byProperties(IdempotencyArea.IDEMPOTENCY, IdempotentOperation.class, name, seals.named(name))
                : seals.settings(annotated);
    }

    @Override
    public boolean isExecutable(String operation) {
        IdempotentOperation annotated = find(IdempotencyArea.IDEMPOTENCY, IdempotentOperation.class, operation);
        return annotated == null || !annotated.controller() && annotated.fingerprint() == null;
    }

    @Override
    public @Nullable OnceSettings consumer(String name) {
        DedupeOperation annotated = find(DedupeArea.DEDUPE, DedupeOperation.class, name);
        return annotated == null
                ? byProperties(
                        DedupeArea.DEDUPE,
                        DedupeOperation.class,
                        name,
                        properties.dedupe().named(name))
                : annotated.settings();
    }

    private <O extends Operation> @Nullable O find(Area<?> area, Class<O> type, String name) {
        return operations.find(area, type, name);
    }

    private <S> @Nullable S byProperties(
            Area<?> area, Class<? extends Operation> type, String name, @Nullable S settings) {
        if (settings != null) {
            unannotated.add(new Asked(area, type, name));
        }
        return settings;
    }

    /**
     * Refuses annotations that were not known when their name was asked for, because what was made for the name does not
     * have their settings. Called when the annotations of all beans are known, and again for beans that are created
     * later.
     *
     * @throws KvConfigurationException if there are any
     */
    void requireKnown(OperationRegistry registry) {
        operations.start();
        unannotated.forEach(asked -> asked.requireUnknown(registry));
    }

    private record Asked(Area<?> area, Class<? extends Operation> type, String name) {

        void requireUnknown(OperationRegistry registry) {
            Operation late = registry.find(area, type, name);
            if (late != null) {
                throw late.site()
                        .error(
                                "name",
                                name,
                                "KvClient was asked for this name before the bean with the annotation was known,"
                                        + " because its type does not show the annotation",
                                "Let the @Bean method return the class of the bean, or ask for the name later");
            }
        }
    }
}
