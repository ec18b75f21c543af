package io.kvkit.value;

import java.util.Arrays;

/**
 * The result of {@link Values#setIfAbsent}.
 *
 * @param written whether this call wrote the value
 * @param held the value under the key now
 * @since 0.1
 */
public record SetIfAbsentResult(boolean written, byte[] held) {

    /** Returns whether the key holds the given value. For a caller with a unique value, this says whether it won. */
    public boolean holds(byte[] value) {
        return Arrays.equals(held, value);
    }
}
