package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.HotKey;
import io.kvkit.recipe.ratelimit.HotKeys;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.KvRateLimits;
import io.kvkit.spring.RateLimitPlanProvider;
import io.kvkit.spring.intercept.KeySpace;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import io.kvkit.spring.ratelimited.RateLimitedOperation.Reading;
import io.kvkit.store.Namespace;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The settings of all limits as they are now. Safe for use by several threads. */
public final class LiveLimits implements KvRateLimits {

    private static final String RESTART = "Change it in the configuration, and restart";
    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    private final RateLimitProperties properties;
    private final Supplier<@Nullable OperationRegistry> registry;
    private final LimitPlans plans;
    private final @Nullable HotKeys hotKeys;
    private final LiveConcurrency concurrency;
    private final LimitNames names = new LimitNames();

    // Those who share one share its bands, whose levels then stay as they are.
    private final ConcurrentMap<Reading, LiveLimit> limits = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, Reading> unannotated = new ConcurrentHashMap<>();

    /**
     * Creates settings.
     *
     * @param properties the settings at the start
     * @param registry returns the annotations of the application; null if they are off
     * @param provider returns what says what plans allow; null if nothing does
     */
    public LiveLimits(
            RateLimitProperties properties,
            Supplier<@Nullable OperationRegistry> registry,
            Supplier<@Nullable RateLimitPlanProvider> provider) {
        this.properties = properties;
        this.registry = registry;
        this.plans = new LimitPlans(
                properties.plans(), provider, properties.planTtl(), properties.planTimeout(), names::tell);
        this.hotKeys = properties.hotKeys().counter();
        this.concurrency = new LiveConcurrency(properties, registry, names::of);
    }

    /** Returns the property of a limit, such as {@code kv.rate-limit.limits.quotes}. */
    static String place(String limit) {
        return "kv.rate-limit.limits." + limit;
    }

    /** Returns the keys of a limit. */
    public Namespace namespace(KeySpace keys, String limit) {
        Namespace namespace = keys.of(RateLimitArea.RATE_LIMIT, limit);
        return properties.hashKeys() ? namespace.hidden() : namespace;
    }

    /** Adds what is told, by the thread that changes it, that a limit has changed. */
    void listen(Runnable listener) {
        names.listen(listener);
    }

    /**
     * Returns the settings of a method.
     *
     * @throws RuntimeException the refusal, if the properties of a plan do not fit the annotation
     */
    LiveLimit of(RateLimitedOperation operation) {
        return limit(operation.name(), operation.reading());
    }

    private LiveLimit limit(String name, Reading reading) {
        return limits.computeIfAbsent(
                reading, read -> new LiveLimit(name, names.of(name), configured(name), read, plans));
    }

    /** Returns the settings of a limit; null if neither an annotation nor a property has the name. */
    public @Nullable LiveLimit find(String name) {
        List<RateLimitedOperation> annotated = annotated(name);
        return annotated.isEmpty() ? unannotated(name) : of(annotated.get(0));
    }

    private @Nullable LiveLimit unannotated(String name) {
        return properties.limits().containsKey(name) && concurrency.find(name) == null
                ? limit(name, unannotated.computeIfAbsent(name, this::reading))
                : null;
    }

    /** Returns the settings of all limits of concurrent calls. */
    public LiveConcurrency concurrency() {
        return concurrency;
    }

    private Reading reading(String name) {
        Layers<Limit> layers = new Layers<>(null, properties.settings(), name);
        return (byName, place) -> RateLimitParser.settings(layers.with(byName, place), name);
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
        return LimitChecks.known(name, "limit", find(name));
    }

    @Override
    public ConcurrencySettings concurrencySettings(String name) {
        return LimitChecks.known(name, "limit of concurrent calls", concurrency.find(name))
                .get();
    }

    @Override
    public boolean isEnabled(String name) {
        requireKnown(name);
        return names.of(name).isEnabled() && isConfigured(name);
    }

    /** Returns whether the configuration lets the calls of a limit be counted. */
    public boolean isConfigured(String name) {
        return properties.enabled() && !Boolean.FALSE.equals(configured(name).enabled());
    }

    /** Returns the fraction of a limit that this process grants while the store fails. */
    public double localShare(String name) {
        Limit changed = names.of(name).changed();
        Double share = (changed == null ? configured(name) : changed).localShare();
        return share == null ? properties.localShare() : share;
    }

    /** Returns what counts the keys with the most calls; null if nothing does. */
    public @Nullable HotKeys hotKeys() {
        return hotKeys;
    }

    @Override
    public List<HotKey> hotKeys(String name, int atMost) {
        known(name);
        if (hotKeys == null) {
            throw new IllegalStateException("Hot keys are not counted. Set kv.rate-limit.hot-keys.enabled=true");
        }
        return hotKeys.of(name, atMost);
    }

    private Limit configured(String name) {
        return properties.settings().of(name);
    }

    @Override
    public void change(String name, Map<String, String> changes) {
        override(name, changes);
        names.tell();
    }

    private synchronized void override(String name, Map<String, String> changes) {
        requireKnown(name);
        Limit change = ChangedLimit.read(changes, place(name));
        change.check(place(name));
        if (concurrency.find(name) == null) {
            LimitChecks.requireRate(place(name), change.algorithm(), RESTART);
        } else {
            LimitChecks.requireConcurrency(place(name), change.algorithm(), RESTART);
        }
        LimitChecks.requireConfigured(place(name), change, isConfigured(name));
        override(name, change);
    }

    private void override(String name, Limit change) {
        Limit before = names.of(name).changed();
        Limit now = change.over(before == null ? configured(name) : before);
        requireReadable(name, now);
        names.of(name).change(now);
    }

    private void requireKnown(String name) {
        if (concurrency.find(name) == null) {
            known(name);
        }
    }

    // Reading refuses settings that contradict those of an annotation or a plan.
    private void requireReadable(String name, Limit now) {
        if (concurrency.find(name) != null) {
            concurrency.requireReadable(name, now);
            return;
        }
        List<RateLimitedOperation> annotated = annotated(name);
        if (annotated.isEmpty()) {
            new LiveLimit(name, new LimitName(), now, reading(name), plans);
        }
        for (RateLimitedOperation operation : annotated) {
            new LiveLimit(name, new LimitName(), now, operation.reading(), plans);
        }
    }

    @Override
    public void reset(String name) {
        requireKnown(name);
        synchronized (this) {
            names.of(name).change(null);
        }
        names.tell();
    }

    /**
     * Checks the properties of plans.
     *
     * @throws RuntimeException the refusal, if they do not fit an annotation
     */
    void checkPlans() {
        plans.open();
        properties
                .plans()
                .forEach((plan, each) -> each.limits().keySet().forEach(name -> {
                    List<RateLimitedOperation> annotated = annotated(name);
                    annotated.forEach(this::of);
                    if (annotated.stream().allMatch(operation -> operation.plan() == null)) {
                        log.warn(
                                "{} has no effect: no @RateLimited with this name has a plan",
                                PlanProperties.place(plan, name));
                    }
                }));
    }

    @Override
    public void forgetPlans() {
        plans.forget();
    }
}
