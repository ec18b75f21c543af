package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.Mark;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One change of a cache. */
sealed interface CacheChange {

    /** The end of a change that is not made, or not made yet. */
    CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

    /** Returns the key of the changed entry, or the {@linkplain #all key} that stands for all entries. */
    Key key();

    /** Returns the cache, which may have many names. */
    Cache cache();

    /**
     * Makes the change. The stage never fails.
     *
     * @param through the cache, or a view of it that sends several changes together
     */
    CompletionStage<Void> make(Cache through);

    /** Makes the change at once. The stage never fails. */
    default CompletionStage<Void> make() {
        return make(cache());
    }

    /** Returns the removal of the same entries, for a value that may never have existed. */
    default CacheChange withoutValue() {
        return this;
    }

    /** Returns the key that stands for all entries of a cache. */
    static Key all(Namespace cache) {
        return cache.literalKey(NearCache.ID_OF_ALL);
    }

    /** Returns whether the change concerns more than one entry. */
    default boolean isWide() {
        return key().equals(all(key().namespace()));
    }

    /** Makes changes of different keys at the same time. They are sent to the store together. */
    static CompletionStage<Void> makeAll(List<CacheChange> changes) {
        if (changes.size() == 1) {
            return changes.get(0).make();
        }
        Map<Cache, List<Key>> removed = new LinkedHashMap<>();
        ChangeBatches others = new ChangeBatches();
        for (CacheChange change : changes) {
            if (change instanceof Removal removal) {
                removed.computeIfAbsent(removal.cache, first -> new ArrayList<>())
                        .add(removal.key);
            } else {
                others.add(change.cache(), change::make);
            }
        }
        List<CompletionStage<Void>> made = new ArrayList<>();
        removed.forEach((cache, keys) -> made.add(cache.invalidate(keys)));
        made.add(others.make());
        return all(made);
    }

    /** Returns the end of all stages. */
    static CompletionStage<Void> all(List<? extends CompletionStage<Void>> stages) {
        return CompletableFuture.allOf(
                stages.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new));
    }

    /** Removes an entry. */
    record Removal(Cache cache, Key key) implements CacheChange {

        @Override
        public CompletionStage<Void> make(Cache through) {
            return through.invalidate(key);
        }
    }

    /** Writes an entry, unless it was invalidated since the mark, which may still be made. */
    record Entry(Cache cache, CacheCall call, @Nullable Object value, CompletionStage<@Nullable Mark> mark)
            implements CacheChange {

        static Entry since(@Nullable Mark mark, Cache cache, CacheCall call, @Nullable Object value) {
            return new Entry(cache, call, value, CompletableFuture.completedFuture(mark));
        }

        static Entry now(Cache cache, CacheCall call, @Nullable Object value) {
            return new Entry(cache, call, value, cache.updates().mark(call));
        }

        @Override
        public Key key() {
            return call.key();
        }

        @Override
        public CompletionStage<Void> make(Cache through) {
            return mark.thenCompose(made -> through.updates().put(call, value, made));
        }

        @Override
        public CacheChange withoutValue() {
            return new Removal(cache, key());
        }
    }

    /** Removes the entries with one of the tags. */
    record Tagged(Cache cache, Namespace namespace, Collection<String> tags) implements CacheChange {

        @Override
        public Key key() {
            return all(namespace);
        }

        @Override
        public CompletionStage<Void> make(Cache through) {
            return through.invalidateTags(namespace, tags);
        }
    }

    /** Removes all entries. */
    record Everything(Cache cache, Namespace namespace) implements CacheChange {

        @Override
        public Key key() {
            return all(namespace);
        }

        @Override
        public CompletionStage<Void> make(Cache through) {
            return through.invalidateAll(namespace);
        }
    }
}
