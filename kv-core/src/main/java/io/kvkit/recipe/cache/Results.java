package io.kvkit.recipe.cache;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.LogThrottle;
import io.kvkit.codec.ResultCodec;
import io.kvkit.codec.SealBrokenException;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.List;
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
    private final LogThrottle alarms = new LogThrottle();
    private final KvListeners listeners;

    Results(KvListeners listeners) {
        this.listeners = listeners;
    }

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

    /** Raises an alarm if the seal of a payload that could not be decoded is broken. */
    void examine(CacheCall call, byte[] bytes, int offset) {
        try {
            call.codec().decode(bytes, offset, bytes.length - offset, call.key().text());
        } catch (SealBrokenException e) {
            alarm(call, e);
        } catch (Throwable damaged) {
            // Damaged, and no alarm.
        }
    }

    private void alarm(CacheCall call, SealBrokenException broken) {
        if (!listeners.isEmpty()) {
            listeners.tell(new CacheEvent(call.key().namespace(), Outcome.SEAL_BROKEN));
        }
        if (alarms.allows(System.nanoTime() / 1_000)) {
            log.warn(
                    "An entry of the sealed cache {} is dropped and loaded again: {}. Somebody else may have written"
                            + " it. This is logged at most once in ten seconds",
                    call.settings().name(),
                    broken.getMessage());
        }
    }

    /** Returns whether the method can return a stored result and its rules allow it; false if they fail. */
    boolean isValid(CacheCall call, @Nullable Object result) {
        try {
            return ResultCodec.isAbsent(result)
                    ? call.codec().takesNull()
                    : call.rules().isValid(result);
        } catch (Throwable e) {
            log.debug(
                    "The rules of cache {} failed for a stored result",
                    call.settings().name(),
                    e);
            return false;
        }
    }

    /** Returns the answer from the payload at the end of some bytes; null if it is damaged or not valid. */
    @Nullable
    Answer valid(CacheCall call, byte[] bytes, int offset) {
        Answer answer = decoded(call, bytes, offset);
        return answer != null && isValid(call, answer.value()) ? answer : null;
    }

    /** Returns the validator of a payload that was decoded; null if it has none. */
    @Nullable
    String validator(CacheCall call, byte[] bytes, int offset) {
        return call.codec()
                .validator(bytes, offset, bytes.length - offset, call.key().text());
    }

    /** Returns the payload of a result; null if it cannot be encoded. */
    byte @Nullable [] encoded(CacheCall call, @Nullable Object result, @Nullable String validator) {
        try {
            return call.codec().encode(result, validator, call.key().text());
        } catch (Throwable e) {
            tell(call.settings().name(), e);
            return null;
        }
    }

    /**
     * Returns how long a result may be stored in milliseconds; 0 or less not to store it, and empty if a rule of the
     * application failed.
     *
     * @param own how long its computation wants it to be stored; null if it did not say
     */
    OptionalLong ttlMillis(CacheCall call, @Nullable Object result, @Nullable Duration own) {
        try {
            return OptionalLong.of(call.rules().isStorable(result) ? life(call, result, own) : 0);
        } catch (Throwable e) {
            tell(call.settings().name(), e);
            return OptionalLong.empty();
        }
    }

    /** Returns the hashes of the tags of a result; null if a rule of the application failed. */
    @Nullable
    List<Long> tags(CacheCall call, @Nullable Object result) {
        try {
            return call.settings().tagged() ? Tagged.hashes(call.rules().tags(result)) : List.of();
        } catch (Throwable e) {
            tell(call.settings().name(), e);
            return null;
        }
    }

    private static long life(CacheCall call, @Nullable Object result, @Nullable Duration own) {
        return own == null ? life(call, result) : call.settings().life().shortened(own.toMillis());
    }

    private static long life(CacheCall call, @Nullable Object result) {
        Life life = call.settings().life();
        return life.shortened(
                ResultCodec.isAbsent(result)
                        ? life.nullTtlMillis()
                        : call.rules().ttlMillis(result, life.ttlMillis()));
    }

    // Logged once, because the next results of the method will not be better.
    void tell(String cache, Throwable failure) {
        String reason = isOurs(failure)
                ? String.valueOf(failure.getMessage())
                : failure.getClass().getName();
        if (told.add(cache + " " + reason)) {
            log.warn("Results of cache {} are not stored: {}", cache, reason);
        }
    }

    // The message of an application's exception may contain a value, and that of a failure of the store a key.
    private static boolean isOurs(Throwable failure) {
        return failure.getClass().getName().startsWith("io.kvkit.") && !(failure instanceof KvException);
    }
}
