package io.kvkit.recipe.cache.bulk;

import io.kvkit.call.Failures;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.gathering.Gathering;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Changes of several keys of a cache, whose commands are sent to the store together, step by step.
 *
 * <pre>{@code
 * List<BulkChanges.Change> changes = List.of(
 *         together -> together.put(first, "tea"),
 *         together -> together.put(second, "coffee"));
 * BulkChanges.make(cache, changes);
 * }</pre>
 *
 * @since 0.1
 */
public final class BulkChanges {

    /** One change. */
    @FunctionalInterface
    public interface Change {

        /**
         * Makes the change. The stage never fails.
         *
         * @param together the cache, as these changes see it
         */
        CompletionStage<Void> make(Cache together);
    }

    private BulkChanges() {}

    /** Makes changes of different keys. A change that throws does not prevent the others. The stage never fails. */
    public static CompletionStage<Void> make(Cache cache, List<? extends Change> changes) {
        Gathering gathering = new Gathering(cache.store());
        Cache together = changes.size() == 1 ? cache : cache.together(gathering.view(), gathering::timer);
        CompletableFuture<?>[] made = gathering.together(() -> changes.stream()
                .map(change -> Failures.caught(() -> change.make(together)))
                .map(stage -> stage.exceptionally(failure -> null).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new));
        return CompletableFuture.allOf(made);
    }
}
