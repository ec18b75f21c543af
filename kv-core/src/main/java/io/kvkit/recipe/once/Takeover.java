package io.kvkit.recipe.once;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks a reconciler when a call takes over.
 *
 * @param name the name of the operation or consumer
 * @param reconciler the reconciler
 * @param arguments the arguments of the call
 * @since 0.1
 */
public record Takeover(String name, Reconciler reconciler, List<@Nullable Object> arguments) {

    CompletionStage<Reconciliation> ask(IdempotencyContext context) {
        return reconciler.reconcileAsync(new AbandonedCall(name, context, arguments));
    }
}
