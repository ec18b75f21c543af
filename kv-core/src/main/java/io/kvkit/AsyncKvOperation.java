package io.kvkit;

import io.kvkit.claim.StoredEntry;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking twin of {@link KvOperation}.
 *
 * @param <T> the type of the results
 */
public interface AsyncKvOperation<T> {

    /** See {@link KvOperation#execute}. */
    CompletionStage<IdempotentResult<T>> execute(
            Object key, Supplier<? extends CompletionStage<? extends @Nullable T>> work);

    /** See {@link KvOperation#explain}. */
    CompletionStage<StoredEntry> explain(Object key);

    /** See {@link KvOperation#scoped}. */
    AsyncKvOperation<T> scoped(Object owner);
}
