package io.kvkit;

import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.Reconciler;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking variant of {@link KvOperation}.
 *
 * <pre>{@code
 * client.async().operation("payments", Receipt.class)
 *     .execute(order.id(), () -> bank.payAsync(order))
 *     .thenAccept(receipt -> send(receipt.value()));
 * }</pre>
 *
 * @param <T> the type of the results
 * @since 0.1
 */
public interface AsyncKvOperation<T> {

    /** See {@link KvOperation#execute}. */
    CompletionStage<IdempotentResult<T>> execute(
            Object key, Supplier<? extends CompletionStage<? extends @Nullable T>> work);

    /** See {@link KvOperation#executeWith}. */
    CompletionStage<IdempotentResult<T>> executeWith(
            Object key, Function<? super IdempotencyContext, ? extends CompletionStage<? extends @Nullable T>> work);

    /** See {@link KvOperation#begin(Object)}. */
    CompletionStage<Begun<T>> begin(Object key);

    /** See {@link KvOperation#begin(Object, String)}. */
    CompletionStage<Begun<T>> begin(Object key, String fingerprint);

    /** See {@link KvOperation#resume}. */
    AsyncKvHandle<T> resume(Object key, String written);

    /** See {@link KvOperation#get}. */
    CompletionStage<Begun.@Nullable Completed<T>> get(Object key);

    /** See {@link KvOperation#reconciledBy}. */
    AsyncKvOperation<T> reconciledBy(Reconciler reconciler);

    /** See {@link KvOperation#explain}. */
    CompletionStage<StoredEntry> explain(Object key);

    /** See {@link KvOperation#scoped}. */
    AsyncKvOperation<T> scoped(Object owner);
}
