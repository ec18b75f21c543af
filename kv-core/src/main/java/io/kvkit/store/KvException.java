package io.kvkit.store;

import org.jspecify.annotations.Nullable;

/**
 * A failure of the store. It says what kind of failure it was and whether the change was made.
 *
 * <p>The message names the operation and a shortened key; it never contains a value, an id or a secret.
 *
 * <pre>{@code
 * try {
 *     client.increment("visits:home");
 * } catch (KvException e) {
 *     log.warn("counted: {}", e.outcome() == Outcome.NOT_APPLIED ? "no" : "unknown", e);
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class KvException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The kind of a failure, by what a caller can do about it. */
    public enum Kind {
        /** The store is unreachable or busy at the moment; the same call may succeed later. */
        TRANSIENT,
        /** No answer came in time. */
        TIMEOUT,
        /** The store refused the credentials or the permission. */
        AUTHENTICATION,
        /** The store, or the bound on calls in flight, is full. */
        CAPACITY,
        /** The server does not accept writes. */
        READ_ONLY,
        /**
         * The same call will fail again: a wrong type, a foreign or corrupt record, or a value that cannot be encoded.
         */
        PERMANENT,
        /** None of the other kinds. */
        UNKNOWN
    }

    /** Whether the failed change was made. */
    public enum Outcome {
        /** Nothing was changed. */
        NOT_APPLIED,
        /** The change may have been made. */
        UNKNOWN
    }

    /** What else is known about a failure. */
    private enum Detail {
        NONE,
        CLOSED,
        NOT_DURABLE
    }

    private final Kind kind;
    private final Outcome outcome;
    private final String operation;
    private final @Nullable String key;
    private final @Nullable String recipe;
    private final Detail detail;

    /**
     * Creates an exception.
     *
     * @param operation the operation, such as {@code get} or {@code claim}
     * @param key the key, which the message shows shortened; null if the failure is not about one key
     * @param reason what happened and what to do about it, as a sentence without a full stop
     */
    public KvException(
            Kind kind, Outcome outcome, String operation, @Nullable Key key, String reason, @Nullable Throwable cause) {
        this(kind, outcome, operation, key, reason, cause, true, Detail.NONE);
    }

    private KvException(
            Kind kind,
            Outcome outcome,
            String operation,
            @Nullable Key key,
            String reason,
            @Nullable Throwable cause,
            boolean withStackTrace,
            Detail detail) {
        super(message(kind, outcome, operation, key, reason), cause, true, withStackTrace);
        this.kind = kind;
        this.outcome = outcome;
        this.operation = operation;
        this.key = key == null ? null : key.toString();
        this.recipe = key == null ? null : key.namespace().recipe();
        this.detail = detail;
    }

    /** Returns a failure of kind PERMANENT that changed nothing. */
    public static KvException permanent(String operation, @Nullable Key key, String reason) {
        return new KvException(Kind.PERMANENT, Outcome.NOT_APPLIED, operation, key, reason, null);
    }

    /**
     * Returns the failure of code that a store runs, such as a transition: the exception itself if it is a {@code
     * KvException}, else one of kind PERMANENT with an unknown outcome.
     */
    public static KvException thrown(String operation, @Nullable Key key, Throwable failure) {
        return failure instanceof KvException known
                ? known
                : new KvException(
                        Kind.PERMANENT,
                        Outcome.UNKNOWN,
                        operation,
                        key,
                        "its code threw " + failure.getClass().getName(),
                        failure);
    }

    /**
     * Returns the failure of a call that was not made. It has no stack trace: during an outage there are many such
     * calls, and the stack trace would be their largest cost and say nothing about the reason.
     */
    public static KvException refused(Kind kind, String operation, @Nullable Key key, String reason) {
        return new KvException(kind, Outcome.NOT_APPLIED, operation, key, reason, null, false, Detail.NONE);
    }

    /** Returns the failure of a call that was not made because the store was closed in this process. */
    public static KvException closed(String operation, @Nullable Key key) {
        return new KvException(
                Kind.TRANSIENT, Outcome.NOT_APPLIED, operation, key, "the store is closed", null, true, Detail.CLOSED);
    }

    /**
     * Returns the failure of a change that was made, and of which it is not known that it will last. Its outcome is {@link
     * Outcome#UNKNOWN}.
     */
    public static KvException notDurable(
            Kind kind, String operation, @Nullable Key key, String reason, @Nullable Throwable cause) {
        return new KvException(kind, Outcome.UNKNOWN, operation, key, reason, cause, true, Detail.NOT_DURABLE);
    }

    /** Returns the failure of a wait whose thread was interrupted. The operation was not done. */
    public static KvException interrupted(InterruptedException interrupt) {
        return new KvException(
                Kind.TRANSIENT, Outcome.NOT_APPLIED, "wait", null, "the thread was interrupted", interrupt);
    }

    public Kind kind() {
        return kind;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Returns whether the store was closed in this process, so that no call to it will succeed any more. */
    public boolean isClosed() {
        return detail == Detail.CLOSED;
    }

    /**
     * Returns whether the change was made, but was not {@linkplain KvStore#durable durable} in time: it may be lost if its
     * server fails now.
     */
    public boolean isNotDurable() {
        return detail == Detail.NOT_DURABLE;
    }

    public String operation() {
        return operation;
    }

    /** Returns the shortened key; null if the failure is not about one key. */
    public @Nullable String key() {
        return key;
    }

    /** Returns the recipe of the key, such as {@code idempotency}; null if the failure is not about one key. */
    public @Nullable String recipe() {
        return recipe;
    }

    private static String message(Kind kind, Outcome outcome, String operation, @Nullable Key key, String reason) {
        return operation + (key == null ? "" : " " + key) + ": " + reason + " (" + kind
                + (outcome == Outcome.UNKNOWN ? ", outcome unknown)" : ")");
    }
}
