package io.kvkit.spring.operation;

import io.kvkit.spring.operation.type.ReturnKind;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;

/**
 * The configuration of all operations, for the parsers of the annotations.
 *
 * @param enabled whether anything is guarded; if not, annotations are checked and calls pass through
 * @param kinds all ways in which methods may deliver their value
 * @param areas the settings of each area
 */
public record OperationSettings(boolean enabled, List<? extends ReturnKind> kinds, List<AreaSettings<?>> areas) {

    /** Copies the areas, and disables each of them if nothing is enabled. */
    public OperationSettings {
        areas = enabled
                ? List.copyOf(areas)
                : areas.stream().<AreaSettings<?>>map(AreaSettings::disabled).toList();
    }

    /** Returns settings in which everything is enabled and no property is set. */
    public static OperationSettings nothing(List<? extends ReturnKind> kinds, Collection<? extends Area<?>> areas) {
        return new OperationSettings(
                true,
                kinds,
                areas.stream().<AreaSettings<?>>map(AreaSettings::nothing).toList());
    }

    /** Returns all annotations. */
    public List<Class<? extends Annotation>> annotations() {
        return areas.stream()
                .<Class<? extends Annotation>>flatMap(settings -> settings.area().annotations().stream())
                .toList();
    }
}
