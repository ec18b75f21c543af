package io.kvkit.spring.autoconfigure.data;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.data.domain.KeysetScrollPosition;
import org.springframework.data.domain.OffsetScrollPosition;
import org.springframework.data.domain.ScrollPosition;

/**
 * A position in a scrolled result as it is stored.
 *
 * @param offset the offset; null if the position is the initial one, or one of keys
 * @param direction the direction from the position of the keys; null if there are no keys
 * @param keys the keys
 */
record StoredPosition(
        @Nullable Long offset, ScrollPosition.@Nullable Direction direction, Map<String, StoredScalar> keys) {

    /**
     * Returns a position as it is stored.
     *
     * @throws IllegalArgumentException if a key has a type that cannot be stored
     */
    static StoredPosition of(ScrollPosition position) {
        if (position instanceof OffsetScrollPosition counted) {
            return new StoredPosition(counted.isInitial() ? null : counted.getOffset(), null, Map.of());
        }
        if (position instanceof KeysetScrollPosition keyed) {
            Map<String, StoredScalar> keys = new LinkedHashMap<>();
            keyed.getKeys().forEach((name, value) -> keys.put(name, StoredScalar.of(value)));
            return new StoredPosition(null, keyed.getDirection(), keys);
        }
        throw new IllegalArgumentException(
                "A position of " + position.getClass().getName() + " cannot be stored");
    }

    ScrollPosition position() {
        if (direction == null) {
            return offset == null ? ScrollPosition.offset() : ScrollPosition.offset(offset);
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        keys.forEach((name, value) -> values.put(name, value.value()));
        return ScrollPosition.of(values, Objects.requireNonNull(direction));
    }
}
