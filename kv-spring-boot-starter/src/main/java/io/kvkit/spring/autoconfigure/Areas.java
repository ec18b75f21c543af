package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.dedupe.DedupeArea;
import io.kvkit.spring.idempotent.IdempotencyArea;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Area.Advice;
import io.kvkit.spring.operation.OperationSettings;
import io.kvkit.spring.ratelimited.RateLimitArea;
import java.lang.annotation.Annotation;
import java.util.List;

/** The list of all areas. */
public final class Areas {

    /** All areas, each once. */
    public static final List<Area<?>> ALL =
            List.of(CacheArea.CACHE, IdempotencyArea.IDEMPOTENCY, RateLimitArea.RATE_LIMIT, DedupeArea.DEDUPE);

    private Areas() {}

    /** Returns settings of all areas in which no property is set. */
    public static OperationSettings unset() {
        return OperationSettings.nothing(ALL);
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
