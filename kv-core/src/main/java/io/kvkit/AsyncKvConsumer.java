package io.kvkit;

import io.kvkit.claim.StoredEntry;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** The non-blocking twin of {@link KvConsumer}. */
public interface AsyncKvConsumer {

    /** See {@link KvConsumer#processOnce}. */
    CompletionStage<Boolean> processOnce(Object eventId, Supplier<? extends CompletionStage<?>> work);

    /** See {@link KvConsumer#explain}. */
    CompletionStage<StoredEntry> explain(Object eventId);

    /** See {@link KvConsumer#scoped}. */
    AsyncKvConsumer scoped(Object owner);
}
