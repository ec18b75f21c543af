package io.kvkit;

/**
 * What an operator can do about the records of calls and events: look at them, and decide about those that are held or
 * parked. In Spring it is a bean. The keys of a controller belong to its callers, unless the annotation has another {@code
 * scope}: see {@link KvClaims#scoped}.
 *
 * <pre>{@code
 * KvClaims payments = claims.operation("payments").scoped("ada");
 * StoredClaim held = payments.find("8e03978e");
 * payments.release("8e03978e", held.fence());
 * }</pre>
 *
 * @since 0.1
 */
public interface ClaimsOperations {

    /**
     * Returns the calls of an operation by name: those of {@code @Idempotent} methods with this name.
     *
     * @throws IllegalArgumentException if there is no operation with this name
     */
    KvClaims operation(String name);

    /**
     * Returns the events of a consumer by name: those of {@code @DedupeEvent} methods with this name.
     *
     * @throws IllegalArgumentException if there is no consumer with this name
     */
    KvClaims consumer(String name);

    /** Returns the same operations without blocking. */
    AsyncClaimsOperations async();
}
