package io.kvkit.spring.ratelimited;

import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.StoreFailure;
import io.kvkit.permit.PermitRequest;
import io.kvkit.recipe.ratelimit.ConcurrencySettings;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.ReturnRules;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parses {@code @RateLimited} with the algorithm {@code CONCURRENCY}. */
final class ConcurrencyParser {

    private static final Set<String> ATTRIBUTES = Set.of(
            "value",
            "name",
            "key",
            "keyResolver",
            "limit",
            "algorithm",
            "condition",
            "lease",
            "fallback",
            "onStoreFailure");
    private static final String NO_WINDOW = "a limit of concurrent calls does not have it";
    private static final String REPEAT = "Remove it, or repeat the annotation with another name for a limit of its own";

    private final AreaSettings<Limit> area;

    ConcurrencyParser(AreaSettings<Limit> area) {
        this.area = area;
    }

    /** Returns whether the settings of a name, or else its annotation, limit concurrent calls. */
    static boolean applies(Limit byName, RateLimited.@Nullable Algorithm annotated) {
        RateLimited.Algorithm own = byName.algorithm();
        RateLimited.Algorithm written = own == null || own == RateLimited.Algorithm.DEFAULT ? annotated : own;
        return written == RateLimited.Algorithm.CONCURRENCY;
    }

    /** Returns the algorithm of an annotation whose settings limit a rate; null for that of concurrent calls. */
    static RateLimited.@Nullable Algorithm rate(RateLimited.@Nullable Algorithm annotated) {
        return annotated == RateLimited.Algorithm.CONCURRENCY ? null : annotated;
    }

    /** Parses an annotation; returns null if it limits a rate. */
    @Nullable
    ConcurrencyOperation parse(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        String name = attributes.nameOr(declaration.defaultName());
        Layers<Limit> layers = new Layers<>(declaration.site(), area, name);
        if (!applies(layers.byName(), attributes.constant("algorithm", RateLimited.Algorithm.class))) {
            requireNoLease(declaration);
            return null;
        }
        ReturnRules.requireDriven(declaration);
        attributes.written().forEach(attribute -> requireFit(declaration, attribute));
        LivePermits.Reading reading = (byName, place) -> settings(layers.with(byName, place), name, attributes);
        return new ConcurrencyOperation(
                declaration.site(),
                name,
                declaration.named(),
                area.enabled() && layers.value(Limit::enabled, null, true),
                declaration.returns(),
                declaration.ofClass(),
                LimitKeys.read(declaration, name),
                declaration.condition(Sees.ARGUMENTS),
                settings(layers, name, attributes),
                reading,
                Fallbacks.find(declaration));
    }

    private static void requireNoLease(Declaration declaration) {
        String lease = declaration.attributes().text("lease");
        if (!lease.isEmpty()) {
            throw declaration
                    .site()
                    .error(
                            "lease",
                            lease,
                            "only a limit of concurrent calls has a lease",
                            "Write algorithm = CONCURRENCY");
        }
    }

    private static void requireFit(Declaration declaration, String attribute) {
        if (!ATTRIBUTES.contains(attribute)) {
            throw declaration.site().error(attribute, null, NO_WINDOW, REPEAT);
        }
    }

    private static void requireFit(Layers<Limit> layers) {
        if (isMore(layers.byName())) {
            throw layers.error(
                    layers.nameProperty("algorithm"),
                    "concurrency",
                    "a property is set too that such a limit does not have",
                    "Set only limit, lease, on-store-failure and enabled");
        }
    }

    private static boolean isMore(Limit limit) {
        return limit.period().isWritten()
                || limit.burst() != null
                || limit.zone() != null
                || !limit.bands().isEmpty()
                || limit.mode() != null
                || limit.enforcePercent() != null
                || limit.chargeOn() != null
                || limit.maxWait() != null
                || limit.maxWaiting() != null
                || limit.localShare() != null
                || limit.block() != null;
    }

    /** Returns the settings of a limit that has properties only. */
    static ConcurrencySettings settings(Layers<Limit> layers, String name) {
        return settings(layers, name, null);
    }

    private static ConcurrencySettings settings(Layers<Limit> layers, String name, @Nullable Attributes attributes) {
        requireFit(layers);
        Integer own = attributes == null ? null : attributes.number("limit");
        Integer limit = Declaration.first(layers.byName().limit(), own);
        String place = layers.byName().limit() == null ? "limit" : layers.nameProperty("limit");
        if (limit == null) {
            throw layers.error(place, null, "there is no limit", "Write how many calls may run at the same time");
        }
        Duration lease = layers.duration(
                "lease",
                Limit::lease,
                attributes == null ? null : attributes.duration("lease"),
                ConcurrencySettings.LEASE);
        StoreFailure failure = attributes == null ? null : attributes.constant("onStoreFailure", StoreFailure.class);
        OnStoreFailure onStoreFailure = layers.constant(Limit::onStoreFailure, failure, OnStoreFailure.LOCAL);
        try {
            return new ConcurrencySettings(name, limit, lease, onStoreFailure);
        } catch (IllegalArgumentException e) {
            boolean isLimit = limit < 1 || limit > PermitRequest.MOST;
            throw layers.error(
                    isLimit ? place : "lease",
                    isLimit ? limit : lease,
                    String.valueOf(e.getMessage()),
                    "Write another one");
        }
    }
}
