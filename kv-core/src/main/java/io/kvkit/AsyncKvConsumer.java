package io.kvkit;

import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.Reconciler;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The non-blocking variant of {@link KvConsumer}.
 *
 * <pre>{@code
 * client.async().consumer("shipping").processOnce(event.id(), () -> shipAsync(event));
 * }</pre>
 *
 * @since 0.1
 */
public interface AsyncKvConsumer {

    /** See {@link KvConsumer#processOnce}. */
    CompletionStage<Boolean> processOnce(Object eventId, Supplier<? extends CompletionStage<?>> work);

    /** See {@link KvConsumer#processOnceWith}. */
    CompletionStage<Boolean> processOnceWith(
            Object eventId, Function<? super IdempotencyContext, ? extends CompletionStage<?>> work);

    /** See {@link KvConsumer#alreadyProcessed}. */
    CompletionStage<Boolean> alreadyProcessed(Object eventId);

    /** See {@link KvConsumer#begin}. */
    CompletionStage<Begun<Void>> begin(Object eventId);

    /** See {@link KvConsumer#resume}. */
    AsyncKvHandle<Void> resume(Object eventId, String written);

    /** See {@link KvConsumer#isProcessed}. */
    CompletionStage<Boolean> isProcessed(Object eventId);

    /** See {@link KvConsumer#reconciledBy}. */
    AsyncKvConsumer reconciledBy(Reconciler reconciler);

    /** See {@link KvConsumer#explain}. */
    CompletionStage<StoredEntry> explain(Object eventId);

    /** See {@link KvConsumer#scoped}. */
    AsyncKvConsumer scoped(Object owner);
}
