package io.kvkit.spring.cached;

import io.kvkit.annotation.Cached;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.cached.bulk.EachPlan;
import io.kvkit.spring.intercept.ResultCodecs;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.key.KeyShape;
import io.kvkit.spring.operation.key.TagPlan;
import io.kvkit.spring.operation.type.MethodAnnotations;
import io.kvkit.spring.operation.type.ReturnShape;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code @Cached} annotation.
 *
 * @param site the place of the annotation
 * @param name the name of the cache
 * @param named whether the annotation has a name
 * @param enabled whether results are kept
 * @param returns the shape of the return type; of one result if a call has several
 * @param key the key of the entry
 * @param keyShape the shape of the key
 * @param condition whether a call uses the cache
 * @param unless whether a result is not kept
 * @param validWhile whether a result that was found is still valid
 * @param life how long a result is kept, as it says itself; null if only the settings say so
 * @param tags the tags of a result
 * @param current returns the settings of the cache: tagged if an annotation or a property asks for it
 * @param reading reads the settings of the cache from other properties of its name
 * @param format how the entries of the cache are stored
 * @param each the argument whose elements have an entry each; null if a call has one entry
 */
public record CachedOperation(
        OperationSite site,
        String name,
        boolean named,
        boolean enabled,
        ReturnShape returns,
        KeyPlan key,
        KeyShape keyShape,
        Condition condition,
        Condition unless,
        Condition validWhile,
        @Nullable ResultLife life,
        TagPlan tags,
        Supplier<CacheSettings> current,
        Function<Cache, CacheSettings> reading,
        FormatSettings format,
        @Nullable EachPlan each)
        implements Operation {

    private static final String NULL_TTL = "nullTtl";

    /** Returns whether expressions decide about results. */
    boolean hasRules() {
        return unless != Condition.NEVER || validWhile != Condition.ALWAYS || life != null || !tags.isEmpty();
    }

    /** Returns whether calls cannot get null, which other methods of the name may have kept. */
    boolean isNeverNull() {
        return each == null && returns.isNeverNull();
    }

    /** Returns the settings of the cache, as configured. */
    public CacheSettings settings() {
        return current.get();
    }

    @Override
    public Area<?> area() {
        return CacheArea.CACHE;
    }

    @Override
    public Map<String, String> traits() {
        Map<String, String> traits = new HashMap<>(settingsAsText());
        if (isNeverNull()) {
            traits.remove(NULL_TTL);
        }
        return traits;
    }

    private Map<String, String> settingsAsText() {
        return Map.of(
                "return type",
                ResultCodecs.boxed(returns.type()).getTypeName(),
                "ttl",
                Duration.ofMillis(settings().life().ttlMillis()).toString(),
                NULL_TTL,
                Duration.ofMillis(settings().life().nullTtlMillis()).toString(),
                "ttlExpression",
                life == null ? "" : life.text(),
                "staleWhileRevalidate",
                Duration.ofMillis(settings().staleness().whileRevalidateMillis())
                        .toString(),
                "staleIfError",
                Duration.ofMillis(settings().staleness().ifErrorMillis()).toString(),
                "earlyRefresh",
                String.valueOf(settings().staleness().early()),
                "scope",
                key.scope(),
                "codec",
                format.codec(),
                "sealed",
                String.valueOf(format.sealed()));
    }

    @Override
    public Kept kept() {
        return new Kept(returns.type(), false);
    }

    @Override
    public void requireFit(Operation other) {
        if (other instanceof CachedOperation cached && !cached.tags.isEmpty() && tags.isEmpty()) {
            throw site.error(
                    "tags",
                    null,
                    "the results of " + cached.site + " with this name have tags, and without tags those of this method"
                            + " would outlive their invalidation",
                    "Write the same tags, or give them two names");
        }
    }

    // Cached methods with the same name share their entries if each of them has written it.
    @Override
    public Ownership ownership() {
        Object declaration = MethodAnnotations.of(site.type(), site.method())
                .nearest(Cached.class)
                .get(Cached.class)
                .getSource();
        return new Ownership("cache " + name + " " + declaration, null, true);
    }
}
