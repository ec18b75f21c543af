package io.kvkit.spring.cached;

import io.kvkit.spring.transaction.OpenTransaction;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The transaction around a call that changes caches.
 *
 * @param open the transaction
 * @param suspensions how often it had been suspended when the call began
 */
record AroundChange(OpenTransaction open, int suspensions) {

    /** Returns what is around a call that begins now; null if there is no transaction. */
    static @Nullable AroundChange of(@Nullable OpenTransaction open) {
        return open == null ? null : new AroundChange(open, open.suspensions());
    }

    /**
     * Makes changes of different keys after the commit. If the call has suspended the transaction, what it did then is
     * valid already and stays so after a rollback: the entries are removed at once, too.
     */
    CompletionStage<Void> changeAll(List<CacheChange> changes) {
        CompletionStage<Void> later = CacheTransaction.of(open).changeAll(changes);
        if (open.suspensions() == suspensions) {
            return later;
        }
        List<CacheChange> removals =
                changes.stream().map(CacheChange::withoutValue).toList();
        return CacheChange.all(List.of(later, CacheChange.makeAll(removals)));
    }
}
