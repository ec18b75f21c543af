package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.bulk.BulkChanges;
import io.kvkit.recipe.cache.bulk.BulkChanges.Change;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Changes of different keys that are sent to their stores together. */
final class ChangeBatches {

    private final Map<Cache, List<Change>> changes = new LinkedHashMap<>();

    void add(Cache cache, Change change) {
        changes.computeIfAbsent(cache, first -> new ArrayList<>()).add(change);
    }

    /** Makes the changes. The stage never fails. */
    CompletionStage<Void> make() {
        List<CompletionStage<Void>> made = new ArrayList<>(changes.size());
        changes.forEach((cache, all) -> made.add(BulkChanges.make(cache, all)));
        return CacheChange.all(made);
    }
}
