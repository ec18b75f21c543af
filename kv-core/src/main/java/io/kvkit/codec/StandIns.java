package io.kvkit.codec;

/**
 * Says what some values are compared by, if they hold something that no copy can be like, such as a function. A module of
 * the mapper of a {@link JacksonCodec} may implement it. Implementations are safe for use by several threads.
 *
 * @since 0.1
 */
public interface StandIns {

    /** Returns a value with all that callers can see of the given one; most values stand for themselves. */
    Object of(Object value);
}
