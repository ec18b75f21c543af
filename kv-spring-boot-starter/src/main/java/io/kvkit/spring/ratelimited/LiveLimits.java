package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The settings of all limits as they are now. Safe for use by several threads. */
public final class LiveLimits implements KvRateLimits {

    private final RateLimitProperties properties;
    private final Supplier<@Nullable OperationRegistry> registry;
    private final ConcurrentMap<String, LimitName> names = new ConcurrentHashMap<>();

    /**
     * Creates settings.
     *
     * @param properties the settings at the start
     * @param registry returns the annotations of the application; null if they are off
     */
    public LiveLimits(RateLimitProperties properties, Supplier<@Nullable OperationRegistry> registry) {
        this.properties = properties;
        this.registry = registry;
    }

    private LimitName name(String name) {
        return names.computeIfAbsent(name, unknown -> new LimitName());
    }

    /** Returns the settings of a method. */
    LiveLimit of(RateLimitedOperation operation) {
        return new LiveLimit(name(operation.name()), operation.settings(), operation.reading());
    }

    /** Returns the settings of a limit; null if neither an annotation nor a property has the name. */
    public @Nullable Supplier<RateLimitSettings> current(String name) {
        return find(name);
    }

    private @Nullable LiveLimit find(String name) {
        List<RateLimitedOperation> annotated = annotated(name);
        return annotated.isEmpty() ? unannotated(name) : of(annotated.get(0));
    }

    private @Nullable LiveLimit unannotated(String name) {
        RateLimitSettings configured = properties.named(name);
        return configured == null
                ? null
                : new LiveLimit(name(name), configured, byName -> properties.named(name, byName));
    }

    private List<RateLimitedOperation> annotated(String name) {
        OperationRegistry known = registry.get();
        return known == null ? List.of() : known.findAll(RateLimitArea.RATE_LIMIT, RateLimitedOperation.class, name);
    }

    @Override
    public RateLimitSettings settings(String name) {
        return known(name).get();
    }

    private LiveLimit known(String name) {
        LiveLimit limit = find(name);
        if (limit == null) {
            throw new IllegalArgumentException(
                    "There is no limit named \"" + name + "\". Use a name that an annotation or the configuration has");
        }
        return limit;
    }

    @Override
    public boolean isEnabled(String name) {
        return known(name).isEnabled() && isConfigured(name);
    }

    private boolean isConfigured(String name) {
        return properties.enabled() && !Boolean.FALSE.equals(configured(name).enabled());
    }

    /** Returns the fraction of a limit that this process grants while the store fails. */
    public double localShare(String name) {
        LimitName known = names.get(name);
        Limit changed = known == null ? null : known.changed();
        Double share = (changed == null ? configured(name) : changed).localShare();
        return share == null ? properties.localShare() : share;
    }

    private Limit configured(String name) {
        return properties.settings().of(name);
    }

    @Override
    public synchronized RateLimitSettings change(String name, Map<String, String> changes) {
        known(name);
        String place = "kv.rate-limit.limits." + name;
        Limit change = ChangedLimit.read(changes, place);
        change.check(place);
        if (Boolean.TRUE.equals(change.enabled()) && !isConfigured(name)) {
            throw new KvPropertyException(
                    place + ".enabled=true: the configuration disables the limit, so its methods are not guarded",
                    "Enable it in the configuration, and restart");
        }
        Limit before = name(name).changed();
        apply(name, change.over(before == null ? configured(name) : before));
        return settings(name);
    }

    private void apply(String name, Limit now) {
        List<RateLimitedOperation> annotated = annotated(name);
        // Reading refuses settings that contradict those of an annotation.
        annotated.stream().map(operation -> operation.reading().apply(now)).forEach(Objects::requireNonNull);
        if (annotated.isEmpty()) {
            properties.named(name, now);
        }
        name(name).change(now);
    }

    @Override
    public synchronized RateLimitSettings reset(String name) {
        known(name);
        name(name).change(null);
        return settings(name);
    }
}
