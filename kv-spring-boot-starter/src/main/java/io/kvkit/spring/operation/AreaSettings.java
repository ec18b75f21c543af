package io.kvkit.spring.operation;

import java.util.Map;

/**
 * What the configuration says about one area.
 *
 * @param area the area
 * @param enabled whether it guards anything at all
 * @param defaults what holds for every name that neither its own settings nor its annotation say anything about
 * @param byName what holds for one name, before its annotation
 * @param <S> the settings of one name
 */
public record AreaSettings<S>(Area<S> area, boolean enabled, S defaults, Map<String, S> byName) {

    public AreaSettings {
        byName = Map.copyOf(byName);
    }

    /** An area that is on and about which nothing is said. */
    public static <S> AreaSettings<S> nothing(Area<S> area) {
        return new AreaSettings<>(area, true, area.nothing(), Map.of());
    }

    /** What holds for a name, before its annotation. */
    S of(String name) {
        return byName.getOrDefault(name, area.nothing());
    }

    AreaSettings<S> disabled() {
        return new AreaSettings<>(area, false, defaults, byName);
    }
}
