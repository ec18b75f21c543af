package io.kvkit.spring.cached;

import io.kvkit.annotation.Cached;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.cached.CacheProperties.Cache;
import io.kvkit.spring.cached.InvalidateOperation.Reach;
import io.kvkit.spring.cached.UpdateOperation.Shape;
import io.kvkit.spring.cached.bulk.EachPlan;
import io.kvkit.spring.cached.bulk.EachRules;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Layers;
import io.kvkit.spring.operation.ReturnRules;
import io.kvkit.spring.operation.attribute.Attributes;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Expressions;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.TagPlan;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Parses {@code @Cached}, {@code @CacheInvalidate} and {@code @CacheUpdate}. */
final class CacheParser {

    private static final String NAME_MEND = "Write the name of the @Cached method, as in name = \"products\"";

    private final AreaSettings<Cache> area;
    private final Function<String, @Nullable CachedOperation> caches;

    // The caches whose other annotations have tags or remove all entries, whatever their @Cached methods say.
    private final Set<String> tagged = ConcurrentHashMap.newKeySet();

    /**
     * Creates a parser.
     *
     * @param caches finds the {@code @Cached} operation of a name
     */
    CacheParser(AreaSettings<Cache> area, Function<String, @Nullable CachedOperation> caches) {
        this.area = area;
        this.caches = caches;
    }

    CachedOperation cached(Declaration whole) {
        EachPlan each = EachRules.read(whole);
        Declaration declaration = each == null ? whole : each.single();
        Attributes attributes = declaration.attributes();
        Expressions expressions = declaration.expressions();
        String name = ClassDefaults.nameOr(declaration, declaration.defaultName());
        ReturnRules.requireValue(declaration);
        Duration nullTtl = attributes.durationOrZero("nullTtl");
        if (nullTtl != null && each == null && declaration.returns().isNeverNull()) {
            throw declaration
                    .site()
                    .error(
                            "nullTtl",
                            attributes.text("nullTtl"),
                            "the method returns "
                                    + declaration.returns().carrier().getSimpleName() + ", which is never null",
                            "Remove it");
        }
        ResultLife life = ResultLife.of(declaration);
        Layers<Cache> layers = layers(declaration, name);
        TagPlan tags = declaration.keys().tags(attributes.texts("tags"), Sees.RESULT);
        CacheTimes times = CacheTimes.of(attributes);
        Cached.Near near = attributes.constant("near", Cached.Near.class);
        Function<Cache, CacheSettings> reading = byName -> {
            CacheSettings read = settings(times, near, layers.with(byName), name);
            RefreshArgument.check(whole, each != null, read.staleness());
            return read;
        };
        CacheSettings settings = reading.apply(layers.byName());
        TagRules.requireAllowed(declaration, layers, name, !tags.isEmpty());
        return new CachedOperation(
                declaration.site(),
                name,
                declaration.named() || !ClassDefaults.of(declaration).name().isEmpty(),
                isEnabled(layers),
                declaration.returns(),
                KeyRules.read(declaration, Sees.ARGUMENTS),
                KeyRules.shape(declaration),
                whole.condition(Sees.ARGUMENTS),
                expressions.condition("unless", attributes.text("unless"), Sees.RESULT, Condition.NEVER),
                expressions.condition("validWhile", attributes.text("validWhile"), Sees.RESULT, Condition.ALWAYS),
                layers.byName().ttl() == null ? life : null,
                tags,
                current(settings, tags),
                reading,
                FormatRules.read(declaration, layers),
                each);
    }

    private static CacheSettings settings(
            CacheTimes times, Cached.@Nullable Near near, Layers<Cache> layers, String name) {
        return times.settings(layers, name).withNear(NearRules.read(layers, near));
    }

    // Asked at each call, because the annotation that removes entries may be read after this one.
    private Supplier<CacheSettings> current(CacheSettings settings, TagPlan tags) {
        CacheSettings tagged = settings.withTagged(true);
        return settings.tagged() || !tags.isEmpty()
                ? () -> tagged
                : () -> this.tagged.contains(settings.name()) ? tagged : settings;
    }

    InvalidateOperation invalidation(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        String name = ClassDefaults.requiredName(declaration, NAME_MEND);
        boolean before = attributes.flag("beforeInvocation");
        if (before) {
            ReturnRules.requireDriven(declaration);
        } else {
            ReturnRules.requireEnd(declaration);
        }
        Sees sees = before ? Sees.ARGUMENTS : Sees.RESULT;
        Reach reach = ReachRules.read(declaration);
        TagRules.requireAllowed(declaration, layers(declaration, name), name, reach.isWide());
        if (reach.isWide()) {
            tagged.add(name);
        }
        return new InvalidateOperation(
                declaration.site(),
                name,
                isEnabled(layers(declaration, name)),
                declaration.returns(),
                reach,
                ReachRules.key(declaration, reach, sees),
                declaration.keys().tags(attributes.texts("tags"), sees),
                ReachRules.shape(declaration, reach),
                before,
                declaration.condition(sees),
                format(layers(declaration, name), name));
    }

    UpdateOperation update(Declaration declaration) {
        Attributes attributes = declaration.attributes();
        Expressions expressions = declaration.expressions();
        String name = ClassDefaults.requiredName(declaration, NAME_MEND);
        ReturnRules.requireOneValue(declaration);
        String result = attributes.text("result");
        if (result.isEmpty()) {
            ReturnRules.requireValue(declaration);
        }
        Layers<Cache> layers = layers(declaration, name);
        if (!KeyRules.isSet(declaration)) {
            attributes.required("key", "Write the key of the entry, as in key = \"#result.id\"");
        }
        ValuePlan value = result.isEmpty() ? (call, given) -> given : expressions.value("result", result, Sees.RESULT);
        Type own = declaration.returns().type();
        TagPlan tags = declaration.keys().tags(attributes.texts("tags"), Sees.RESULT);
        TagRules.requireAllowed(declaration, layers, name, !tags.isEmpty());
        if (!tags.isEmpty()) {
            tagged.add(name);
        }
        return new UpdateOperation(
                declaration.site(),
                name,
                isEnabled(layers),
                declaration.returns(),
                KeyRules.read(declaration, Sees.RESULT),
                KeyRules.readsResult(declaration),
                KeyRules.shape(declaration),
                value,
                result.isEmpty() ? own : expressions.type(result).getType(),
                tags,
                declaration.condition(Sees.RESULT),
                expressions.condition("unless", attributes.text("unless"), Sees.RESULT, Condition.NEVER),
                ResultLife.of(declaration),
                shape(declaration, layers, name, result.isEmpty() ? own : Object.class),
                reading(declaration, layers, name));
    }

    private Function<Cache, CacheSettings> reading(Declaration declaration, Layers<Cache> layers, String name) {
        Duration own = declaration.attributes().duration("ttl");
        return byName -> {
            CachedOperation cached = caches.apply(name);
            CacheSettings settings = settings(CacheTimes.ofTtl(own), layers.with(byName), name);
            if (cached == null) {
                return settings;
            }
            CacheSettings read = cached.reading().apply(byName);
            return own == null ? read : read.withTtl(settings.life().ttlMillis());
        };
    }

    private static CacheSettings settings(CacheTimes times, Layers<Cache> layers, String name) {
        return times.written(layers, name).withNear(NearRules.read(layers, null));
    }

    // Lazy, because the @Cached method may belong to a bean that is read after this one.
    private Supplier<Shape> shape(Declaration declaration, Layers<Cache> layers, String name, Type ownType) {
        Duration own = declaration.attributes().duration("ttl");
        CacheSettings settings = settings(CacheTimes.ofTtl(own), layers, name);
        FormatSettings format = FormatSettings.of(layers, null, null);
        return () -> {
            CachedOperation cached = caches.apply(name);
            if (cached == null) {
                return new Shape(ownType, settings.withTagged(settings.tagged() || tagged.contains(name)), format);
            }
            CacheSettings read = cached.settings();
            return new Shape(
                    cached.returns().type(),
                    own == null ? read : read.withTtl(settings.life().ttlMillis()),
                    cached.format());
        };
    }

    private Supplier<FormatSettings> format(Layers<Cache> layers, String name) {
        FormatSettings alone = FormatSettings.of(layers, null, null);
        return () -> {
            CachedOperation cached = caches.apply(name);
            return cached == null ? alone : cached.format();
        };
    }

    private Layers<Cache> layers(Declaration declaration, String name) {
        return new Layers<>(declaration.site(), area, name);
    }

    private boolean isEnabled(Layers<Cache> layers) {
        return area.enabled() && layers.value(Cache::enabled, null, true);
    }
}
