package io.kvkit.call;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A rule refused a call: a limit, a running call with the same key, or a missing key. The store works.
 *
 * <p>{@link #code()} is stable and meant for programs; the message is meant for people and contains no key.
 *
 * @since 0.1
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

    /** Creates a refusal that waiting does not end, with a stack trace. */
    protected KvRejectedException(String code, String message) {
        super(message);
        this.code = code;
        this.retryAfter = null;
    }

    /** Returns more about the refusal that its caller may know, by name. Empty by default. */
    public Map<String, Object> facts() {
        return Map.of();
    }

    /** Returns the code of the rule, such as {@code idempotency-in-progress}. */
    public String code() {
        return code;
    }

    /** Returns the time after which the same call may pass; null if waiting does not help. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
