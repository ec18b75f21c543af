package io.kvkit.spring.operation;

import java.util.Map;

/**
 * The configuration of one area.
 *
 * @param area the area
 * @param enabled whether the area guards any method
 * @param defaults the settings that apply if neither the name nor the annotation has a value
 * @param byName the settings of each name; they override the annotation
 * @param <S> the settings of one name
 */
public record AreaSettings<S>(Area<S> area, boolean enabled, S defaults, Map<String, S> byName) {

    /** Copies the settings by name. */
    public AreaSettings {
        byName = Map.copyOf(byName);
    }

    /** Returns the settings of an area that is enabled and has no properties. */
    public static <S> AreaSettings<S> nothing(Area<S> area) {
        return new AreaSettings<>(area, true, area.nothing(), Map.of());
    }

    /** Returns the settings of a name, which override its annotation. */
    public S of(String name) {
        return byName.getOrDefault(name, area.nothing());
    }

    AreaSettings<S> disabled() {
        return new AreaSettings<>(area, false, defaults, byName);
    }
}
