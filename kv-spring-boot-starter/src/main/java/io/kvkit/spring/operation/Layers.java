package io.kvkit.spring.operation;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Picks settings by precedence: those of the name, the annotation, the defaults of the kind, the built-in ones. */
public final class Layers<S> {

    private final @Nullable OperationSite site;
    private final AreaSettings<S> area;
    private final S byName;
    private final String name;

    /**
     * Describes the layers of one name.
     *
     * @param site the annotation with that name; null if none has it: then there are only properties, which are checked
     *     when they are bound
     */
    public Layers(@Nullable OperationSite site, AreaSettings<S> area, String name) {
        this.site = site;
        this.area = area;
        this.byName = area.of(name);
        this.name = name;
    }

    public S byName() {
        return byName;
    }

    public S defaults() {
        return area.defaults();
    }

    /** The property of the name, as {@code kv.cache.caches.products.ttl}. */
    public String nameProperty(String property) {
        return area.area().root() + "." + area.area().names() + "." + name + "." + property;
    }

    /** The property of the defaults, as {@code kv.cache.defaults.ttl}. */
    public String defaultProperty(String property) {
        return area.area().root() + ".defaults." + property;
    }

    public <T> T value(Function<S, @Nullable T> reader, @Nullable T annotated, T builtIn) {
        T value = reader.apply(byName);
        if (value == null) {
            value = annotated;
        }
        if (value == null) {
            value = reader.apply(area.defaults());
        }
        return value == null ? builtIn : value;
    }

    /** A constant of a recipe, written as that of an annotation with the same name. */
    public <E extends Enum<E>, C extends Enum<C>> C constant(
            Function<S, @Nullable E> reader, @Nullable E annotated, C builtIn) {
        return value(settings -> constant(reader.apply(settings), builtIn), constant(annotated, builtIn), builtIn);
    }

    // The one place where an annotation's constants become a recipe's. DEFAULT stands for none.
    private static <C extends Enum<C>> @Nullable C constant(@Nullable Enum<?> written, C builtIn) {
        return written == null || written.name().equals("DEFAULT")
                ? null
                : Enum.valueOf(builtIn.getDeclaringClass(), written.name());
    }

    /** A time above zero, in milliseconds. */
    public long millis(
            String property, Function<S, @Nullable Duration> reader, @Nullable Duration annotated, long builtIn) {
        return duration(property, reader, annotated, Duration.ofMillis(builtIn)).toMillis();
    }

    /** A time of zero or more, in milliseconds. */
    public long millisOrZero(
            String property, Function<S, @Nullable Duration> reader, @Nullable Duration annotated, long builtIn) {
        return durationOrZero(property, reader, annotated, Duration.ofMillis(builtIn))
                .toMillis();
    }

    public Duration duration(
            String property, Function<S, @Nullable Duration> reader, @Nullable Duration annotated, Duration builtIn) {
        if (site != null) {
            Durations.setting(site, nameProperty(property), reader.apply(byName));
            Durations.setting(site, defaultProperty(property), reader.apply(area.defaults()));
        }
        return value(reader, annotated, builtIn);
    }

    private Duration durationOrZero(
            String property, Function<S, @Nullable Duration> reader, @Nullable Duration annotated, Duration builtIn) {
        if (site != null) {
            Durations.settingOrZero(site, nameProperty(property), reader.apply(byName));
            Durations.settingOrZero(site, defaultProperty(property), reader.apply(area.defaults()));
        }
        return value(reader, annotated, builtIn);
    }

    /** Where the value of a setting comes from, for messages: the property, or the attribute. */
    public <T> String origin(String property, String attribute, Function<S, @Nullable T> reader, @Nullable T own) {
        if (reader.apply(byName) != null) {
            return nameProperty(property);
        }
        return own == null && reader.apply(area.defaults()) != null ? defaultProperty(property) : attribute;
    }

    /** The settings contradict each other or are not complete. */
    public RuntimeException error(String place, @Nullable Object value, String problem, String mend) {
        return site == null
                ? new IllegalArgumentException(
                        place + (value == null ? "" : "=" + value) + ": " + problem + ". " + mend + ".")
                : site.error(place, value, problem, mend);
    }
}
