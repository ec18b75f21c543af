package io.kvkit.spring.operation;

import java.util.Map;

/**
 * What the configuration says about operations, as the annotations' parsers need it.
 *
 * @param enabled whether anything is guarded at all; when not, annotations are checked and calls pass through
 * @param cache the settings under {@code kv.cache}
 * @param idempotency the settings under {@code kv.idempotency}
 * @param rateLimit the settings under {@code kv.rate-limit}
 * @param dedupe the settings under {@code kv.dedupe}
 */
public record OperationSettings(
        boolean enabled,
        Area<CacheSettings> cache,
        Area<IdempotencySettings> idempotency,
        Area<RateLimitSettings> rateLimit,
        Area<DedupeSettings> dedupe) {

    /** Settings that say nothing: everything is on and nothing is set. */
    public static final OperationSettings NONE = new OperationSettings(
            true,
            Area.of(CacheSettings.NONE),
            Area.of(IdempotencySettings.NONE),
            Area.of(RateLimitSettings.NONE),
            Area.of(DedupeSettings.NONE));

    /**
     * The settings of one kind of annotation.
     *
     * @param enabled whether this kind guards anything at all
     * @param defaults what holds for every name that neither its own settings nor its annotation say anything about
     * @param byName what holds for one name, before its annotation
     */
    public record Area<S>(boolean enabled, S defaults, Map<String, S> byName) {

        public Area {
            byName = Map.copyOf(byName);
        }

        /** An area that is on, with defaults and without names. */
        public static <S> Area<S> of(S defaults) {
            return new Area<>(true, defaults, Map.of());
        }
    }
}
