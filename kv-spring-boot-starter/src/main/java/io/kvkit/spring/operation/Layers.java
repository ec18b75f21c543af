package io.kvkit.spring.operation;

import io.kvkit.spring.operation.OperationSettings.Area;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Picks settings by precedence: those of the name, the annotation, the defaults of the kind, the built-in ones. */
final class Layers<S> {

    private final OperationSite site;
    private final String root;
    private final String names;
    private final Area<S> area;
    private final S byName;
    private final String name;

    /**
     * Describes the layers for one operation.
     *
     * @param root the property above all of this kind, as {@code kv.cache}
     * @param names the property above the names, as {@code caches}
     * @param nothing settings that say nothing
     */
    Layers(OperationSite site, String root, String names, Area<S> area, S nothing, String name) {
        this.site = site;
        this.root = root;
        this.names = names;
        this.area = area;
        this.byName = area.byName().getOrDefault(name, nothing);
        this.name = name;
    }

    S byName() {
        return byName;
    }

    S defaults() {
        return area.defaults();
    }

    /** The property of the name, as {@code kv.cache.caches.products.ttl}. */
    String nameProperty(String property) {
        return root + "." + names + "." + name + "." + property;
    }

    /** The property of the defaults, as {@code kv.cache.defaults.ttl}. */
    String defaultProperty(String property) {
        return root + ".defaults." + property;
    }

    <T> T value(Function<S, @Nullable T> reader, @Nullable T annotated, T builtIn) {
        T value = reader.apply(byName);
        if (value == null) {
            value = annotated;
        }
        if (value == null) {
            value = reader.apply(area.defaults());
        }
        return value == null ? builtIn : value;
    }

    <E extends Enum<E>> E constant(Function<S, @Nullable E> reader, @Nullable E annotated, E builtIn) {
        return value(settings -> unlessDefault(reader.apply(settings)), annotated, builtIn);
    }

    Duration duration(
            String property, Function<S, @Nullable Duration> reader, @Nullable Duration annotated, Duration builtIn) {
        Durations.setting(site, nameProperty(property), reader.apply(byName));
        Durations.setting(site, defaultProperty(property), reader.apply(area.defaults()));
        return value(reader, annotated, builtIn);
    }

    Duration durationOrZero(
            String property, Function<S, @Nullable Duration> reader, @Nullable Duration annotated, Duration builtIn) {
        Durations.settingOrZero(site, nameProperty(property), reader.apply(byName));
        Durations.settingOrZero(site, defaultProperty(property), reader.apply(area.defaults()));
        return value(reader, annotated, builtIn);
    }

    /** Where the value of a setting comes from, for messages: the property, or the attribute. */
    <T> String origin(String property, String attribute, Function<S, @Nullable T> reader, @Nullable T own) {
        if (reader.apply(byName) != null) {
            return nameProperty(property);
        }
        return own == null && reader.apply(area.defaults()) != null ? defaultProperty(property) : attribute;
    }

    private static <E extends Enum<E>> @Nullable E unlessDefault(@Nullable E constant) {
        return constant == null || constant.name().equals("DEFAULT") ? null : constant;
    }
}
