package io.kvkit.spring.cached;

import io.kvkit.spring.cached.UpdateOperation.Shape;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Attributes;
import io.kvkit.spring.operation.Condition;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Expressions;
import io.kvkit.spring.operation.Expressions.Sees;
import io.kvkit.spring.operation.KeyShapes;
import io.kvkit.spring.operation.KeyText.Nulls;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.ReturnRules;
import io.kvkit.spring.operation.ValuePlan;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes operations of {@code @Cached}, {@code @CacheInvalidate} and {@code @CacheUpdate}. */
final class CacheParser {

    private static final Duration TTL = Duration.ofMinutes(10);
    private static final Duration NULL_TTL = Duration.ofSeconds(30);
    private static final Duration LEASE = Duration.ofSeconds(10);
    private static final Duration MAX_WAIT = Duration.ofSeconds(10);
    private static final String NAME_MEND = "Write the name of the @Cached method, as in name = \"products\"";
    private static final String KEY_MEND = "Write the key of the @Cached method, as in key = \"#id\"";

    private final AreaSettings<CacheSettings> area;
    private final Function<String, @Nullable CachedOperation> caches;

    /**
     * Makes a parser.
     *
     * @param caches finds the {@code @Cached} operation of a name
     */
    CacheParser(AreaSettings<CacheSettings> area, Function<String, @Nullable CachedOperation> caches) {
        this.area = area;
        this.caches = caches;
    }

    CachedOperation cached(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        Expressions expressions = declaration.expressions();
        String name = attributes.nameOr(declaration.defaultName());
        ReturnRules.requireValue(declaration);
        Duration nullTtl = attributes.durationOrZero("nullTtl");
        if (nullTtl != null && declaration.returns().isNeverNull()) {
            throw declaration
                    .site()
                    .error(
                            "nullTtl",
                            attributes.text("nullTtl"),
                            "the method returns "
                                    + declaration.returns().carrier().getSimpleName() + ", which is never null",
                            "Remove it");
        }
        Layers<CacheSettings> layers = layers(declaration, name);
        Duration ttl = ttl(layers, attributes);
        String key = attributes.text("key");
        String scope = attributes.text("scope");
        return new CachedOperation(
                declaration.site(),
                name,
                declaration.named(),
                isEnabled(layers),
                declaration.returns(),
                key.isEmpty()
                        ? declaration.keys().ofArguments(scope)
                        : declaration.keys().of("key", key, scope, Sees.ARGUMENTS, Nulls.VALUE),
                new KeyShapes(declaration).of(key),
                expressions.condition("condition", attributes.text("condition"), Sees.ARGUMENTS, Condition.ALWAYS),
                expressions.condition("unless", attributes.text("unless"), Sees.RESULT, Condition.NEVER),
                ttl,
                nullTtl(layers, nullTtl, ttl),
                layers.duration("lease", CacheSettings::lease, null, LEASE),
                layers.durationOrZero("max-wait", CacheSettings::maxWait, null, MAX_WAIT));
    }

    InvalidateOperation invalidation(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        String name = attributes.requiredName(NAME_MEND);
        boolean before = attributes.flag("beforeInvocation");
        if (before) {
            ReturnRules.requireDriven(declaration);
        } else {
            ReturnRules.requireEnd(declaration);
        }
        Sees sees = before ? Sees.ARGUMENTS : Sees.RESULT;
        String key = attributes.required("key", KEY_MEND);
        return new InvalidateOperation(
                declaration.site(),
                name,
                isEnabled(layers(declaration, name)),
                declaration.returns(),
                declaration.keys().of("key", key, attributes.text("scope"), sees, Nulls.VALUE),
                new KeyShapes(declaration).of(key),
                before,
                declaration.expressions().condition("condition", attributes.text("condition"), sees, Condition.ALWAYS));
    }

    UpdateOperation update(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        Expressions expressions = declaration.expressions();
        String name = attributes.requiredName(NAME_MEND);
        ReturnRules.requireOneValue(declaration);
        String result = attributes.text("result");
        if (result.isEmpty()) {
            ReturnRules.requireValue(declaration);
        }
        Layers<CacheSettings> layers = layers(declaration, name);
        String key = attributes.required("key", "Write the key of the entry, as in key = \"#result.id\"");
        ValuePlan value = result.isEmpty() ? (call, given) -> given : expressions.value("result", result, Sees.RESULT);
        Type own = declaration.returns().type();
        return new UpdateOperation(
                declaration.site(),
                name,
                isEnabled(layers),
                declaration.returns(),
                declaration.keys().of("key", key, attributes.text("scope"), Sees.RESULT, Nulls.VALUE),
                new KeyShapes(declaration).of(key),
                value,
                result.isEmpty() ? own : expressions.type(result).getType(),
                expressions.condition("condition", attributes.text("condition"), Sees.RESULT, Condition.ALWAYS),
                expressions.condition("unless", attributes.text("unless"), Sees.RESULT, Condition.NEVER),
                shape(declaration, layers, name, result.isEmpty() ? own : Object.class));
    }

    // Late, because the @Cached method may belong to a bean that is read after this one.
    private Supplier<Shape> shape(Declaration declaration, Layers<CacheSettings> layers, String name, Type ownType) {
        Duration own = declaration.attributes().duration("ttl");
        Duration ttl = ttl(layers, declaration.attributes());
        Shape alone = new Shape(ownType, ttl, nullTtl(layers, null, ttl));
        return () -> {
            CachedOperation cached = caches.apply(name);
            if (cached == null) {
                return alone;
            }
            return new Shape(cached.returns().type(), own == null ? cached.ttl() : ttl, cached.nullTtl());
        };
    }

    private Layers<CacheSettings> layers(Declaration declaration, String name) {
        return new Layers<>(declaration.site(), area, name);
    }

    private boolean isEnabled(Layers<CacheSettings> layers) {
        return area.enabled() && layers.value(CacheSettings::enabled, null, true);
    }

    private static Duration ttl(Layers<CacheSettings> layers, Attributes attributes) {
        return layers.duration("ttl", CacheSettings::ttl, attributes.duration("ttl"), TTL);
    }

    private static Duration nullTtl(Layers<CacheSettings> layers, @Nullable Duration own, Duration ttl) {
        Duration shorter = ttl.compareTo(NULL_TTL) < 0 ? ttl : NULL_TTL;
        return layers.durationOrZero("null-ttl", CacheSettings::nullTtl, own, shorter);
    }
}
