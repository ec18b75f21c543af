package io.kvkit.call;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A call was refused by a rule: a limit, a running call with the same key, a missing key. The store works.
 *
 * <p>{@link #code()} is stable and meant for programs; the message is meant for people and holds no key.
 */
public abstract class KvRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final @Nullable Duration retryAfter;

    protected KvRejectedException(String code, String message, @Nullable Duration retryAfter) {
        super(message, null, false, false);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    /** What was refused, as in {@code idempotency-in-progress}. */
    public String code() {
        return code;
    }

    /** After what time the same call may pass; null when waiting does not help. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
