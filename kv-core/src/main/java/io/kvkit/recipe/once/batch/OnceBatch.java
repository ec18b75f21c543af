package io.kvkit.recipe.once.batch;

import io.kvkit.recipe.once.OnceCall;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call with the work of several keys, in order.
 *
 * @param items what the call is asked to do, in order; a key may be there several times
 * @param form how the call is narrowed, and what its failures say
 * @since 0.1
 */
public record OnceBatch(List<Item> items, BatchForm form) {

    /** One piece of the work. */
    public sealed interface Item {

        /** Work that runs once. */
        record Guarded(OnceCall call) implements Item {}

        /** Work that always runs. */
        record Free() implements Item {}

        /** Work that cannot be done, for instance because it has no key. */
        record Refused(Throwable reason) implements Item {}
    }

    public OnceBatch {
        items = List.copyOf(items);
    }

    @Nullable
    OnceCall call(int position) {
        return items.get(position) instanceof Item.Guarded guarded ? guarded.call() : null;
    }
}
