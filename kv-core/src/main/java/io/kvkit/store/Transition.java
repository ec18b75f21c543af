package io.kvkit.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of one key, as a value, that a store makes in one atomic step.
 *
 * <p>It has two renditions: a Lua script that a server runs with its own clock, and a pure Java function that an
 * embedded store runs with its clock. Both return the same reply bytes and leave the same value bytes, which the
 * contract tests check; {@link #decode} serves both. A transition reads no clock and uses no randomness; tokens are
 * passed in. Implementations are immutable.
 *
 * @param <R> the type of the answer; never null
 * @since 0.1
 */
public interface Transition<R> {

    /** Returns the rendition for a server. */
    Script script();

    /** Returns the arguments of the script in order, without the time. A test may append the time in microseconds. */
    List<byte[]> arguments();

    /**
     * Decides what happens to the key; the rendition in Java.
     *
     * @param entry the present value; null if the key is missing or expired
     * @param nowMicros the store's time in microseconds since the epoch
     */
    Step apply(@Nullable Entry entry, long nowMicros);

    /**
     * Returns whether a store may first ask a server to write what {@link #apply} puts under a missing key, and send the
     * script only if the key is there and its value leaves the answer open. That costs a server less than a script.
     *
     * <p>For this, the step of a missing key must be a {@link Step.Put} that expires, and may have a time that is some
     * milliseconds from the server's. For a value that is there, the step must depend on nothing but the value and the
     * time, must not read when it expires, and must begin its reply with a verdict that does not come back once time has
     * changed it. By default, the script alone is sent.
     */
    default boolean creates() {
        return false;
    }

    /**
     * Reads a reply of either rendition.
     *
     * @param key the key, for error messages
     * @throws KvException of kind PERMANENT if the reply says that the key holds anything other than the transition
     *     expects
     */
    R decode(Key key, byte[] reply);
}
