package io.kvkit.store;

import org.jspecify.annotations.Nullable;

/**
 * The store failed. It says what kind of failure it was and whether the change was carried out.
 *
 * <p>The message names the operation and a shortened key; it never holds a value, an id or a secret.
 *
 * @since 0.1
 */
public final class KvException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What went wrong, by what a caller can do about it. */
    public enum Kind {
        /** The store is unreachable or busy at the moment; the same call may succeed later. */
        TRANSIENT,
        /** No answer came in time. */
        TIMEOUT,
        /** The store refused the credentials or the permission. */
        AUTHENTICATION,
        /** The store, or the bound on calls in flight, is full. */
        CAPACITY,
        /** The server does not take writes. */
        READ_ONLY,
        /** The same call will fail again: wrong type, foreign or corrupt record, value that cannot be encoded. */
        PERMANENT,
        /** None of the others. */
        UNKNOWN
    }

    /** Whether the change that failed was carried out. */
    public enum Outcome {
        /** Nothing was changed. */
        NOT_APPLIED,
        /** The change may have been carried out. */
        UNKNOWN
    }

    private final Kind kind;
    private final Outcome outcome;
    private final String operation;
    private final @Nullable String key;
    private final @Nullable String recipe;

    /**
     * Describes a failure.
     *
     * @param operation the operation, as {@code get} or {@code claim}
     * @param key the key, shown shortened; null when the failure is not about one key
     * @param reason what happened and what to do about it, as a sentence without a full stop
     */
    public KvException(
            Kind kind, Outcome outcome, String operation, @Nullable Key key, String reason, @Nullable Throwable cause) {
        this(kind, outcome, operation, key, reason, cause, true);
    }

    private KvException(
            Kind kind,
            Outcome outcome,
            String operation,
            @Nullable Key key,
            String reason,
            @Nullable Throwable cause,
            boolean withStackTrace) {
        super(message(kind, outcome, operation, key, reason), cause, true, withStackTrace);
        this.kind = kind;
        this.outcome = outcome;
        this.operation = operation;
        this.key = key == null ? null : key.toString();
        this.recipe = key == null ? null : key.namespace().recipe();
    }

    /** A permanent failure that changed nothing. */
    public static KvException permanent(String operation, @Nullable Key key, String reason) {
        return new KvException(Kind.PERMANENT, Outcome.NOT_APPLIED, operation, key, reason, null);
    }

    /**
     * What code that a store was given threw, such as a transition: the failure itself if it is one of a store, else a
     * PERMANENT one whose outcome is unknown.
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
     * A call that was not made, as many are while the store is gone. It has no stack trace, which would cost more than
     * anything else of such a call and tell nothing about the reason.
     */
    public static KvException refused(Kind kind, String operation, @Nullable Key key, String reason) {
        return new KvException(kind, Outcome.NOT_APPLIED, operation, key, reason, null, false);
    }

    /** The end of a wait whose thread was interrupted: what was waited for was not done. */
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

    public String operation() {
        return operation;
    }

    /** The shortened key; null when the failure is not about one key. */
    public @Nullable String key() {
        return key;
    }

    /** The recipe whose key it was, such as {@code idempotency}; null when the failure is not about one key. */
    public @Nullable String recipe() {
        return recipe;
    }

    private static String message(Kind kind, Outcome outcome, String operation, @Nullable Key key, String reason) {
        return operation + (key == null ? "" : " " + key) + ": " + reason + " (" + kind
                + (outcome == Outcome.UNKNOWN ? ", outcome unknown)" : ")");
    }
}
