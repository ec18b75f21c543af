package io.kvkit.value;

import java.util.Arrays;

/**
 * What a key holds after {@link Values#setIfAbsent}.
 *
 * @param written whether this call wrote it
 * @param held the value that is held now
 */
public record SetIfAbsentResult(boolean written, byte[] held) {

    /** Whether the value that is held is this one: for callers with a unique value, whether they won. */
    public boolean holds(byte[] value) {
        return Arrays.equals(held, value);
    }
}
