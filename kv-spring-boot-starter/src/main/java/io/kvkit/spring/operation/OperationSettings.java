package io.kvkit.spring.operation;

import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;

/**
 * What the configuration says about operations, as the annotations' parsers need it.
 *
 * @param enabled whether anything is guarded at all; when not, annotations are checked and calls pass through
 * @param areas the settings of each area
 */
public record OperationSettings(boolean enabled, List<AreaSettings<?>> areas) {

    public OperationSettings {
        areas = enabled
                ? List.copyOf(areas)
                : areas.stream().<AreaSettings<?>>map(AreaSettings::disabled).toList();
    }

    /** Settings that say nothing: everything is on and nothing is set. */
    public static OperationSettings nothing(Collection<Area<?>> areas) {
        return new OperationSettings(
                true, areas.stream().<AreaSettings<?>>map(AreaSettings::nothing).toList());
    }

    /** All annotations. */
    List<Class<? extends Annotation>> annotations() {
        return areas.stream()
                .<Class<? extends Annotation>>flatMap(settings -> settings.area().annotations().stream())
                .toList();
    }
}
