package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.KvCaches;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.store.Namespace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The settings of all caches as they are now. Safe for use by several threads. */
public final class LiveCaches implements KvCaches {

    private final CacheProperties properties;
    private final CacheFormats formats;
    private final Supplier<@Nullable OperationRegistry> registry;
    private final Consumer<Namespace> forgetNear;
    private final ConcurrentMap<String, LiveName> names = new ConcurrentHashMap<>();

    // The names that only Spring's cache abstraction uses.
    private final Set<String> opened = ConcurrentHashMap.newKeySet();

    /**
     * Creates settings.
     *
     * @param properties the settings at the start
     * @param formats how entries are stored
     * @param registry returns the annotations of the application; null if they are off
     * @param forgetNear empties the near cache of a namespace
     */
    public LiveCaches(
            CacheProperties properties,
            CacheFormats formats,
            Supplier<@Nullable OperationRegistry> registry,
            Consumer<Namespace> forgetNear) {
        this.properties = properties;
        this.formats = formats;
        this.registry = registry;
        this.forgetNear = forgetNear;
    }

    LiveName name(String name) {
        return names.computeIfAbsent(name, unknown -> new LiveName());
    }

    /** Returns the settings of a method. */
    LiveSettings of(CachedOperation operation) {
        return new LiveSettings(name(operation.name()), operation::settings, operation.reading());
    }

    /** Returns the settings of the values that a method writes. */
    LiveSettings of(UpdateOperation operation) {
        return new LiveSettings(
                name(operation.name()), () -> operation.shape().get().settings(), operation.reading());
    }

    /** Returns the settings of a cache for a client; null if neither an annotation nor a property has the name. */
    public @Nullable Supplier<CacheSettings> current(String name) {
        List<CachedOperation> cached = all(CachedOperation.class, name);
        return cached.isEmpty() ? unread(name) : of(cached.get(0));
    }

    /** Returns the settings of a cache, whose name need not be known so far. */
    Supplier<CacheSettings> open(String name) {
        opened.add(name);
        return Objects.requireNonNull(current(name));
    }

    /** Returns the method that reads a cache; null if there is none. */
    @Nullable
    CachedOperation cached(String name) {
        List<CachedOperation> cached = all(CachedOperation.class, name);
        return cached.isEmpty() ? null : cached.get(0);
    }

    // Of a cache that no method of kvkit reads.
    private @Nullable LiveSettings unread(String name) {
        if (!opened.contains(name) && properties.named(name) == null) {
            return null;
        }
        CacheSettings named = properties.named(name, configured(name));
        CacheSettings settings = named.withTagged(named.tagged() || isTagged(name));
        return new LiveSettings(name(name), () -> settings, byName -> properties.named(name, byName));
    }

    // Annotations that change the cache may have tags although no method reads it.
    private boolean isTagged(String name) {
        return all(Operation.class, name).stream().anyMatch(each -> CacheArea.isTagged(each, name));
    }

    private <O extends Operation> List<O> all(Class<O> type, String name) {
        OperationRegistry known = registry.get();
        return known == null ? List.of() : known.findAll(CacheArea.CACHE, type, name);
    }

    @Override
    public CacheSettings settings(String name) {
        Supplier<CacheSettings> current = current(name);
        if (current == null) {
            throw new IllegalArgumentException(
                    "There is no cache named \"" + name + "\". Use a name that an annotation or the configuration has");
        }
        return current.get();
    }

    @Override
    public boolean isEnabled(String name) {
        settings(name);
        return isConfigured(name) && name(name).isEnabled();
    }

    boolean isConfigured(String name) {
        return properties.enabled() && !Boolean.FALSE.equals(configured(name).enabled());
    }

    private Cache configured(String name) {
        return properties.settings().of(name);
    }

    @Override
    public synchronized CacheSettings change(String name, Map<String, String> changes) {
        settings(name);
        Function<String, String> place = property -> "kv.cache.caches." + name + "." + property;
        Cache change = ChangedProperties.read(changes, place);
        change.check("kv.cache.caches." + name);
        if (Boolean.TRUE.equals(change.enabled()) && !isConfigured(name)) {
            throw new KvPropertyException(
                    place.apply("enabled")
                            + "=true: the configuration disables the cache, so its methods are not guarded",
                    "Enable it in the configuration, and restart");
        }
        Cache before = name(name).changed();
        apply(name, change.over(before == null ? configured(name) : before), change);
        return settings(name);
    }

    private void apply(String name, Cache now, Cache change) {
        // Reading refuses settings that contradict those of an annotation.
        all(CachedOperation.class, name).stream()
                .map(operation -> operation.reading().apply(now))
                .forEach(Objects::requireNonNull);
        all(UpdateOperation.class, name).stream()
                .map(operation -> operation.reading().apply(now))
                .forEach(Objects::requireNonNull);
        properties.named(name, now);
        name(name).change(now);
        if (change.concernsNear()) {
            forgetNear.accept(namespace(name));
        }
    }

    @Override
    public synchronized CacheSettings reset(String name) {
        settings(name);
        name(name).change(null);
        forgetNear.accept(namespace(name));
        return settings(name);
    }

    private Namespace namespace(String name) {
        List<CachedOperation> cached = all(CachedOperation.class, name);
        return formats.namespace(
                name, cached.isEmpty() ? properties.format(name) : cached.get(0).format());
    }
}
