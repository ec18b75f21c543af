package io.kvkit.recipe.cache;

import io.kvkit.call.Decision.Answer;
import io.kvkit.codec.CodecException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Results as payloads. The code of the application that this needs may throw anything: no call fails of it. */
final class Results {

    private static final Logger log = LoggerFactory.getLogger(Cache.class);

    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** The answer that the payload at the end of some bytes gives; null when it is damaged or of another type. */
    @Nullable
    Answer decoded(CacheCall call, byte[] bytes, int offset) {
        try {
            return new Answer(call.codec().decode(bytes, offset, bytes.length - offset));
        } catch (Throwable damaged) {
            return null;
        }
    }

    /** The payload of a result; null when it has none. */
    byte @Nullable [] encoded(CacheCall call, @Nullable Object result) {
        try {
            return call.codec().encode(result);
        } catch (Throwable e) {
            tell(call.settings().name(), e);
            return null;
        }
    }

    /**
     * How long a result may be stored in milliseconds; 0 for not at all, and nothing if what decides about it failed.
     */
    OptionalLong ttlMillis(CacheCall call, @Nullable Object result) {
        try {
            boolean storable = call.storable().test(result);
            return OptionalLong.of(storable ? call.settings().ttlMillisOf(result) : 0);
        } catch (Throwable e) {
            tell(call.settings().name(), e);
            return OptionalLong.empty();
        }
    }

    // Once: the next results of the method will be no better. The message of what the application throws may hold a
    // value.
    void tell(String cache, Throwable failure) {
        String reason = failure instanceof CodecException
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getName();
        if (told.add(cache + " " + reason)) {
            log.warn("Results of cache {} are not stored: {}", cache, reason);
        }
    }
}
