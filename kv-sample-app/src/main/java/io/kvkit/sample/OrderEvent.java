package io.kvkit.sample;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * An event of a shop partner, delivered at least once.
 *
 * @param fail whether the handler fails, to show what a redelivery does
 */
record OrderEvent(
        @NotBlank String id,
        @Nullable String type,
        @Nullable Boolean fail) {

    boolean mustFail() {
        return Boolean.TRUE.equals(fail);
    }
}
