package io.kvkit.spring.ratelimited;

import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.ratelimited.LivePermits.Reading;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The settings of all limits of concurrent calls as they are now. Safe for use by several threads. */
public final class LiveConcurrency {

    private final RateLimitProperties properties;
    private final Supplier<@Nullable OperationRegistry> registry;
    private final Function<String, LimitName> names;
    private final ConcurrentMap<Reading, LivePermits> limits = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Reading> unannotated = new ConcurrentHashMap<>();

    LiveConcurrency(
            RateLimitProperties properties,
            Supplier<@Nullable OperationRegistry> registry,
            Function<String, LimitName> names) {
        this.properties = properties;
        this.registry = registry;
        this.names = names;
    }

    /** Returns the settings of a method. */
    LivePermits of(ConcurrencyOperation operation) {
        return limit(operation.name(), operation.reading());
    }

    private LivePermits limit(String name, Reading reading) {
        return limits.computeIfAbsent(
                reading, read -> new LivePermits(name, names.apply(name), configured(name), read));
    }

    private Limit configured(String name) {
        return properties.settings().of(name);
    }

    /** Returns the settings of a limit; null if neither an annotation nor a property makes it one of concurrent calls. */
    public @Nullable LivePermits find(String name) {
        List<ConcurrencyOperation> annotated = annotated(name);
        if (!annotated.isEmpty()) {
            return of(annotated.get(0));
        }
        return properties.isConcurrency(name) ? limit(name, unannotated.computeIfAbsent(name, this::reading)) : null;
    }

    private Reading reading(String name) {
        Layers<Limit> layers = new Layers<>(null, properties.settings(), name);
        return (byName, place) -> ConcurrencyParser.settings(layers.with(byName, place), name);
    }

    private List<ConcurrencyOperation> annotated(String name) {
        OperationRegistry known = registry.get();
        return known == null ? List.of() : known.findAll(RateLimitArea.RATE_LIMIT, ConcurrencyOperation.class, name);
    }

    /**
     * Checks other properties of a limit.
     *
     * @throws RuntimeException the refusal, if they do not fit such a limit
     */
    void requireReadable(String name, Limit now) {
        List<ConcurrencyOperation> annotated = annotated(name);
        if (annotated.isEmpty()) {
            reading(name).read(now, LiveLimits.place(name));
        }
        annotated.forEach(operation -> operation.reading().read(now, LiveLimits.place(name)));
    }
}
