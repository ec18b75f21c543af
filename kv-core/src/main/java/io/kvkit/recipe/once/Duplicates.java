package io.kvkit.recipe.once;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What a call is answered after the work was done. */
public sealed interface Duplicates {

    /**
     * The result of the work, which is kept.
     *
     * @param format how results become bytes
     */
    record Replay(ResultFormat format) implements Duplicates {}

    /**
     * A result of its own; that of the work is not kept.
     *
     * @param result gives the result of a duplicate, on a thread where user code may run
     */
    record Skip(Supplier<? extends @Nullable Object> result) implements Duplicates {}
}
