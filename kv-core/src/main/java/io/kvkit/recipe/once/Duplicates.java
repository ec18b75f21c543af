package io.kvkit.recipe.once;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a duplicate call returns after the work was done.
 *
 * @since 0.1
 */
public sealed interface Duplicates {

    /**
     * The stored result of the work.
     *
     * @param format converts results to bytes
     */
    record Replay(ResultFormat format) implements Duplicates {}

    /**
     * A separate result; the result of the work is not stored.
     *
     * @param result supplies the result of a duplicate, on a thread that may run user code
     */
    record Skip(Supplier<? extends @Nullable Object> result) implements Duplicates {}
}
