package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.intercept.GuardingArea;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.Area.Advice;
import io.kvkit.spring.operation.OperationSettings;
import java.lang.annotation.Annotation;
import java.util.List;

/** What follows from the list of all areas. */
public final class Areas {

    /** All areas, each once. */
    public static final List<GuardingArea<?>> ALL = KvProperties.AREAS;

    private Areas() {}

    /** Returns settings of all areas in which no property is set. */
    public static OperationSettings unset() {
        return OperationSettings.nothing(MethodDrivers.kinds(), ALL);
    }

    static List<Class<? extends Annotation>> annotations() {
        return ALL.stream()
                .<Class<? extends Annotation>>flatMap(area -> area.annotations().stream())
                .toList();
    }

    static List<Advice> advice() {
        return ALL.stream().flatMap(area -> area.advice().stream()).toList();
    }
}
