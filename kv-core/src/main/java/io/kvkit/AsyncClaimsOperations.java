package io.kvkit;

/**
 * The non-blocking variant of {@link ClaimsOperations}.
 *
 * @since 0.1
 */
public interface AsyncClaimsOperations {

    /** See {@link ClaimsOperations#operation}. */
    AsyncKvClaims operation(String name);

    /** See {@link ClaimsOperations#consumer}. */
    AsyncKvClaims consumer(String name);
}
