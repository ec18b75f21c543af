package io.kvkit.recipe.once;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call whose process died, as the call that took over its key sees it.
 *
 * @param name the name of the operation or consumer
 * @param context the context of the call that took over: its downstream keys are those of the call that died
 * @param arguments the arguments of the call that took over; empty for work of a client
 * @since 0.1
 */
public record AbandonedCall(String name, IdempotencyContext context, List<@Nullable Object> arguments) {

    /** Copies the arguments. */
    public AbandonedCall {
        arguments = Collections.unmodifiableList(Arrays.asList(arguments.toArray()));
    }
}
