package io.kvkit.spring.cached;

import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.store.Namespace;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets calls bypass the cache if a key or an expression of a cache annotation fails. It counts each failure and logs
 * each message once. Safe for use by several threads.
 */
public final class PassedBy {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");

    // Messages contain no values, so their number is limited by that of the annotations.
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final KvListeners listeners;

    /** Creates an instance that reports failures to listeners. */
    public PassedBy(KvListeners listeners) {
        this.listeners = listeners;
    }

    /** Returns the value of the work; the other value if the work fails. */
    <T> T unlessFailed(Namespace cache, Supplier<T> work, T otherwise) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            failed(cache, e);
            return otherwise;
        }
    }

    /** Returns the value of the work; null if the work fails. */
    <T> @Nullable T orNull(Namespace cache, Supplier<? extends @Nullable T> work) {
        try {
            return work.get();
        } catch (RuntimeException e) {
            failed(cache, e);
            return null;
        }
    }

    /** Counts a failure, and logs it the first time. */
    void failed(Namespace cache, Throwable failure) {
        if (!listeners.isEmpty()) {
            listeners.tell(new CacheEvent(cache, Outcome.PASSED_BY));
        }
        boolean isOurs = failure instanceof KvKeyException || failure instanceof KvExpressionException;
        String reason = isOurs ? String.valueOf(failure.getMessage()) : failure.toString();
        if (told.add(isOurs ? reason : cache.name() + failure.getClass().getName())) {
            log.warn("Some calls bypass the cache {}, which is logged once: {}", cache.name(), reason);
        }
    }
}
