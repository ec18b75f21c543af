package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.operation.type.TypeRelations;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.core.ResolvableType;

/**
 * The caches of kvkit for Spring's cache abstraction: {@code @Cacheable}, {@code @CachePut} and {@code @CacheEvict}.
 *
 * <p>A cache is there as soon as it is asked for. It has the settings of its name, and shares its entries with {@code
 * @Cached} methods of that name. Safe for use by several threads.
 *
 * @since 0.1
 */
public final class KvCacheManager implements CacheManager, SmartInitializingSingleton {

    private final SpringCalls calls;
    private final CacheProperties properties;
    private final CacheFormats formats;
    private final LiveCaches live;
    private final Consumer<Consumer<Class<?>>> beans;
    private final ConcurrentMap<String, SpringEntries> opened = new ConcurrentHashMap<>();
    private volatile @Nullable SpringTypes types;

    /**
     * Creates a manager.
     *
     * @param calls what all caches share
     * @param properties the settings by name
     * @param formats how entries are stored
     * @param live the settings as they are now
     * @param beans passes the types of the application's beans to a reader
     */
    public KvCacheManager(
            SpringCalls calls,
            CacheProperties properties,
            CacheFormats formats,
            LiveCaches live,
            Consumer<Consumer<Class<?>>> beans) {
        this.calls = calls;
        this.properties = properties;
        this.formats = formats;
        this.live = live;
        this.beans = beans;
    }

    /**
     * Reads the annotations of all beans, so that a mistake fails startup.
     *
     * @throws io.kvkit.spring.KvConfigurationException if a name or the types of a cache are wrong
     */
    @Override
    public void afterSingletonsInstantiated() {
        types().names().forEach(this::entries);
        properties.caches().forEach((name, cache) -> formats.declaredType(name, cache.type()));
    }

    /**
     * Returns a cache.
     *
     * @throws IllegalArgumentException if the name is not valid
     */
    @Override
    public Cache getCache(String name) {
        return new SpringCache(calls, entries(name));
    }

    @Override
    public Collection<String> getCacheNames() {
        Set<String> names = new TreeSet<>(types().names());
        names.addAll(properties.caches().keySet());
        names.addAll(opened.keySet());
        return names;
    }

    /** Returns whether Spring's annotations name a cache, or a property declares the type of its values. */
    public boolean isUsed(String name) {
        return types().names().contains(name) || isDeclared(name);
    }

    private boolean isDeclared(String name) {
        CacheProperties.Cache byName = properties.caches().get(name);
        return byName != null && byName.type() != null;
    }

    private SpringEntries entries(String name) {
        SpringEntries known = opened.get(name);
        return known == null ? opened.computeIfAbsent(name, this::open) : known;
    }

    private SpringEntries open(String name) {
        if (!name.matches(SpringTypes.NAME)) {
            throw new IllegalArgumentException("\"" + name
                    + "\" is not a valid name of a cache: use 1 to 64 letters, digits, dots, underscores or hyphens");
        }
        Supplier<CacheSettings> settings = live.open(name);
        CachedOperation cached = live.cached(name);
        FormatSettings format = cached == null ? properties.format(name) : cached.format();
        boolean configured = calls.enabled() && live.isConfigured(name) && (cached == null || cached.enabled());
        LiveName now = live.name(name);
        return new SpringEntries(
                name,
                () -> configured && now.isEnabled(),
                formats.namespace(name, format),
                settings,
                formats.results(format, types(name, cached)));
    }

    // What a @Cached method of the name returns, else the property, else what Spring's annotations return.
    private List<Type> types(String name, @Nullable CachedOperation cached) {
        CacheProperties.Cache byName = properties.caches().get(name);
        Type declared = byName == null ? null : formats.declaredType(name, byName.type());
        if (cached != null) {
            types().of(name).forEach(other -> requireFit(cached, other));
            return List.of(cached.returns().type());
        }
        return declared == null ? types().of(name) : List.of(declared);
    }

    private static void requireFit(CachedOperation cached, Type other) {
        Type kept = cached.returns().type();
        if (!TypeRelations.mayBe(ResolvableType.forType(other), ResolvableType.forType(kept))) {
            throw cached.site()
                    .error(
                            "name",
                            cached.name(),
                            "it keeps " + kept.getTypeName() + ", but annotations of Spring with this name store "
                                    + other.getTypeName(),
                            "Give them two names");
        }
    }

    private SpringTypes types() {
        SpringTypes known = types;
        if (known == null) {
            SpringTypes read = new SpringTypes(this::isDeclared);
            beans.accept(read::read);
            types = read;
            known = read;
        }
        return known;
    }
}
