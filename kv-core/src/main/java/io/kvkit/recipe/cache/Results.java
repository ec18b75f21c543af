package io.kvkit.recipe.cache;

import io.kvkit.call.Decision.Answer;
import io.kvkit.codec.CodecException;
import io.kvkit.codec.ResultCodec;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Converts results to payloads and back. Application code involved may throw any exception without failing the call.
 */
final class Results {

    private static final Logger log = LoggerFactory.getLogger(Cache.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** Returns the answer from the payload at the end of some bytes; null if it is damaged or has another type. */
    @Nullable
    Answer decoded(CacheCall call, byte[] bytes, int offset) {
        try {
            return new Answer(call.codec()
                    .decode(bytes, offset, bytes.length - offset, call.key().text()));
        } catch (Throwable damaged) {
            return null;
        }
    }

    /** Returns the payload of a result; null if it cannot be encoded. */
    byte @Nullable [] encoded(CacheCall call, @Nullable Object result) {
        try {
            return call.codec().encode(result, call.key().text());
        } catch (Throwable e) {
            tell(call.settings().name(), e);
            return null;
        }
    }

    /**
     * Returns how long a result may be stored in milliseconds; 0 or less not to store it, and empty if a rule of the
     * application failed.
     */
    OptionalLong ttlMillis(CacheCall call, @Nullable Object result) {
        try {
            return OptionalLong.of(call.rules().isStorable(result) ? life(call, result) : 0);
        } catch (Throwable e) {
            tell(call.settings().name(), e);
            return OptionalLong.empty();
        }
    }

    private static long life(CacheCall call, @Nullable Object result) {
        CacheSettings settings = call.settings();
        return settings.shortened(
                ResultCodec.isAbsent(result)
                        ? settings.nullTtlMillis()
                        : call.rules().ttlMillis(result, settings.ttlMillis()));
    }

    // Logged once, because the next results of the method will not be better. The message of an application's exception
    // may contain a value.
    void tell(String cache, Throwable failure) {
        String reason = failure instanceof CodecException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getName();
        if (told.add(cache + " " + reason)) {
            log.warn("Results of cache {} are not stored: {}", cache, reason);
        }
    }
}
