package io.kvkit;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The non-blocking variant of {@link KvHandle}.
 *
 * @param <T> the type of the result
 * @since 0.1
 */
public interface AsyncKvHandle<T> {

    /** See {@link KvHandle#complete}. The result is encoded on the calling thread. */
    CompletionStage<Boolean> complete(@Nullable T result);

    /** See {@link KvHandle#fail}. */
    CompletionStage<Boolean> fail();

    /** See {@link KvHandle#hold}. */
    CompletionStage<Boolean> hold();

    /** See {@link KvHandle#renew}. */
    CompletionStage<Boolean> renew();
}
