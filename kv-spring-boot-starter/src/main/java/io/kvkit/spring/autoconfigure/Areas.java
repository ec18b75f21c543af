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

/** All areas: the one place that lists them. */
public final class Areas {

    /** Each of them once. */
    public static final List<Area<?>> ALL =
            List.of(CacheArea.CACHE, IdempotencyArea.IDEMPOTENCY, RateLimitArea.RATE_LIMIT, DedupeArea.DEDUPE);

    private Areas() {}

    /** Settings that say nothing about any. */
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
