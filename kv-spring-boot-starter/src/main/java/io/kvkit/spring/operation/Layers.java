package io.kvkit.spring.operation;

import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.attribute.Durations;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Selects settings by precedence: the settings of the name, the annotation, the defaults of the area, built-in values.
 *
 * @param <S> the settings of one name
 */
public final class Layers<S> {

    private final @Nullable OperationSite site;
    private final AreaSettings<S> area;
    private final S byName;
    private final String place;

    /**
     * Creates the layers of one name.
     *
     * @param site the annotation with that name; null if no annotation has it. Then only properties apply, which are
     *     checked when they are bound
     */
    public Layers(@Nullable OperationSite site, AreaSettings<S> area, String name) {
        this(site, area, area.of(name), area.area().root() + "." + area.area().names() + "." + name);
    }

    private Layers(@Nullable OperationSite site, AreaSettings<S> area, S byName, String place) {
        this.site = site;
        this.area = area;
        this.byName = byName;
        this.place = place;
    }

    /** Returns the same layers with other settings of the name, such as those that changed while the application runs. */
    public Layers<S> with(S settings) {
        return with(settings, place);
    }

    /**
     * Returns the same layers with other settings of the name, which are written elsewhere.
     *
     * @param elsewhere the property of these settings, for messages
     */
    public Layers<S> with(S settings, String elsewhere) {
        return new Layers<>(site, area, settings, elsewhere);
    }

    /** Returns the settings of the name. */
    public S byName() {
        return byName;
    }

    /** Returns the defaults of the area. */
    public S defaults() {
        return area.defaults();
    }

    /** Returns the property of the name, such as {@code kv.cache.caches.products.ttl}. */
    public String nameProperty(String property) {
        return place + "." + property;
    }

    /** Returns the property of the defaults, such as {@code kv.cache.defaults.ttl}. */
    public String defaultProperty(String property) {
        return area.area().root() + ".defaults." + property;
    }

    /** Returns the value of the first layer that has one. */
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

    /** Returns the constant of a recipe with the same name as that of the annotation or property. */
    public <E extends Enum<E>, C extends Enum<C>> C constant(
            Function<S, @Nullable E> reader, @Nullable E annotated, C builtIn) {
        return value(settings -> constant(reader.apply(settings), builtIn), constant(annotated, builtIn), builtIn);
    }

    /** Returns the constant of a recipe with the same name as a written one, or the built-in one if none is written. */
    public static <C extends Enum<C>> C constantOr(@Nullable Enum<?> written, C builtIn) {
        C constant = constant(written, builtIn);
        return constant == null ? builtIn : constant;
    }

    // Only this method converts constants of annotations to those of recipes. DEFAULT means unset.
    private static <C extends Enum<C>> @Nullable C constant(@Nullable Enum<?> written, C builtIn) {
        return written == null || written.name().equals("DEFAULT")
                ? null
                : Enum.valueOf(builtIn.getDeclaringClass(), written.name());
    }

    /** Returns a time above zero, in milliseconds. */
    public long millis(
            String property, Function<S, @Nullable Duration> reader, @Nullable Duration annotated, long builtIn) {
        return duration(property, reader, annotated, Duration.ofMillis(builtIn)).toMillis();
    }

    /** Returns a time of zero or more, in milliseconds. */
    public long millisOrZero(
            String property, Function<S, @Nullable Duration> reader, @Nullable Duration annotated, long builtIn) {
        return durationOrZero(property, reader, annotated, Duration.ofMillis(builtIn))
                .toMillis();
    }

    /** Returns the duration of the first layer that has one. */
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

    /** Returns the origin of a value for messages: the property or the attribute. */
    public <T> String origin(String property, String attribute, Function<S, @Nullable T> reader, @Nullable T own) {
        if (reader.apply(byName) != null) {
            return nameProperty(property);
        }
        return own == null && reader.apply(area.defaults()) != null ? defaultProperty(property) : attribute;
    }

    /** Creates the exception for settings that contradict each other or are incomplete. */
    public RuntimeException error(String place, @Nullable Object value, String problem, String mend) {
        return site == null
                ? new IllegalArgumentException(
                        place + (value == null ? "" : "=" + value) + ": " + problem + ". " + mend + ".")
                : site.error(place, value, problem, mend);
    }
}
