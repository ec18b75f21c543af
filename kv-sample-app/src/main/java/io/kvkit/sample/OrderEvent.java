package io.kvkit.sample;

import jakarta.validation.constraints.NotBlank;
import org.jspecify.annotations.Nullable;

/**
 * What a shop partner delivers, at least once.
 *
 * @param fail whether the handler is to fail, to see what a redelivery does
 */
record OrderEvent(
        @NotBlank String id,
        @Nullable String type,
        @Nullable Boolean fail) {

    boolean mustFail() {
        return Boolean.TRUE.equals(fail);
    }
}
