package io.kvkit.recipe.ratelimit;

/**
 * The fraction of each limit that this JVM grants by itself while the store fails. If every one of four JVMs grants a
 * quarter, together they keep to the limit. Implementations are safe for use by several threads.
 *
 * <pre>{@code
 * LocalShares shares = limit -> limit.equals("mail") ? 1 : 0.25;
 * }</pre>
 *
 * @since 0.1
 */
@FunctionalInterface
public interface LocalShares {

    /** All of each limit. */
    LocalShares WHOLE = limit -> 1;

    /**
     * Returns the fraction of a limit, above 0 and at most 1. Whatever it is, a band grants at least one permit.
     *
     * @param limit the name of the limit
     */
    double of(String limit);
}
