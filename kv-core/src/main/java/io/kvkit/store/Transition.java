package io.kvkit.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of one key that a store carries out in one atomic step, as a value.
 *
 * <p>It exists twice: as a Lua script that a server runs with its own clock, and as a pure Java function that an
 * embedded store runs with the clock it was given. Both give the same reply bytes and leave the same value bytes, which
 * the contract tests hold; {@link #decode} is shared. A transition uses no clock and no randomness of its own: tokens
 * come in with it. Implementations are immutable.
 *
 * @param <R> what the transition answers; never null
 * @since 0.1
 */
public interface Transition<R> {

    /** The rendition for a server. */
    Script script();

    /** The script's arguments in order, without the clock: a test may append the time in microseconds. */
    List<byte[]> arguments();

    /**
     * The rendition in Java.
     *
     * @param entry the present value; null when the key is missing or expired
     * @param nowMicros the store's time in microseconds since the epoch
     */
    Step apply(@Nullable Entry entry, long nowMicros);

    /**
     * Reads a reply of either rendition.
     *
     * @param key the key that it is about, for error messages
     * @throws KvException of kind PERMANENT if the reply says that the key holds something else
     */
    R decode(Key key, byte[] reply);
}
