package io.kvkit.claim;

import io.kvkit.call.Failures;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Deletes the values and claims of several keys in one batch. */
record BatchInvalidation(KvStore store) {

    /** Returns the keys whose deletion was not acknowledged. */
    CompletionStage<Set<Key>> of(Set<Key> keys) {
        return send(keys).thenCompose(failures -> {
            Set<Key> lost = lost(failures);
            return lost.isEmpty()
                    ? CompletableFuture.completedFuture(failures.keySet())
                    : send(lost).thenApply(again -> rest(failures.keySet(), lost, again.keySet()));
        });
    }

    private CompletionStage<Map<Key, KvException>> send(Set<Key> keys) {
        Transition<Boolean> invalidation = ClaimTransitions.invalidate(null);
        Map<Key, Transition<Boolean>> batch = new HashMap<>();
        keys.forEach(key -> batch.put(key, invalidation));
        return Failures.caught(() -> store.<Boolean>applyAll(batch))
                .thenApply(Batch::failures)
                .exceptionally(failure -> ofAll(keys, Failures.unwrap(failure)));
    }

    private static Map<Key, KvException> ofAll(Set<Key> keys, Throwable failure) {
        return keys.stream().collect(Collectors.toMap(key -> key, key -> KvException.thrown("applyAll", key, failure)));
    }

    // A batch that reached its deadline is not sent again, because a call has one deadline and not two.
    private static Set<Key> lost(Map<Key, KvException> failures) {
        return failures.entrySet().stream()
                .filter(failed -> failed.getValue().outcome() == Outcome.UNKNOWN
                        && failed.getValue().kind() != Kind.TIMEOUT)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static Set<Key> rest(Set<Key> failed, Set<Key> sentAgain, Set<Key> failedAgain) {
        Set<Key> rest = new HashSet<>(failed);
        rest.removeAll(sentAgain);
        rest.addAll(failedAgain);
        return rest;
    }
}
