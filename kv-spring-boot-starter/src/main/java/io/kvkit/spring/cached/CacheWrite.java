package io.kvkit.spring.cached;

import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.recipe.cache.Mark;
import io.kvkit.spring.cached.UpdateOperation.Shape;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** One annotation that changes a cache when its method is called. */
sealed interface CacheWrite {

    /** Returns the namespace of the entries. */
    Namespace namespace();

    /** Returns whether the change happens before the call. */
    boolean comesBefore();

    /** Returns whether an invalidation that comes while the method runs must beat the change. */
    default boolean needsMark() {
        return false;
    }

    /** Marks what is stored before the call. The stage gives null if there is nothing to mark, or if the store failed. */
    default CompletionStage<@Nullable Mark> mark(Invocation call) {
        return CompletableFuture.completedFuture(null);
    }

    /**
     * Returns the changes that a call causes, each of another key; none if its conditions do not hold.
     *
     * @param result the returned value, unwrapped from stage, publisher or Optional; null before the call
     * @param mark what was stored before the call; null if it was not marked
     */
    List<CacheChange> changes(Invocation call, @Nullable Object result, @Nullable Mark mark);

    /** Removes one entry, those with a key or a tag, or all. */
    record Invalidation(Cache cache, CacheFormats formats, InvalidateOperation operation) implements CacheWrite {

        // The format is known after the method that reads this cache has been parsed.
        @Override
        public Namespace namespace() {
            return formats.namespace(operation.name(), operation.format().get());
        }

        @Override
        public boolean comesBefore() {
            return operation.beforeInvocation();
        }

        @Override
        public List<CacheChange> changes(Invocation call, @Nullable Object result, @Nullable Mark mark) {
            if (!operation.condition().test(call, result)) {
                return List.of();
            }
            Namespace entries = namespace();
            return switch (operation.reach()) {
                case KEY -> List.of(removal(entries, operation.key().id(call, result)));
                case KEYS ->
                    operation.key().ids(call, result).stream()
                            .map(id -> removal(entries, id))
                            .toList();
                case TAGS ->
                    List.of(new CacheChange.Tagged(
                            cache, entries, operation.tags().of(call, result)));
                case ALL -> List.of(new CacheChange.Everything(cache, entries));
            };
        }

        private CacheChange removal(Namespace entries, String id) {
            return new CacheChange.Removal(cache, entries.key(id));
        }
    }

    /** Writes an entry. */
    record Update(
            Cache cache,
            CacheFormats formats,
            UpdateOperation operation,
            LiveSettings settings,
            ConcurrentMap<Shape, ResultCodec> codecs)
            implements CacheWrite {

        @Override
        public Namespace namespace() {
            return formats.namespace(operation.name(), operation.shape().get().format());
        }

        @Override
        public boolean comesBefore() {
            return false;
        }

        @Override
        public List<CacheChange> changes(Invocation call, @Nullable Object result, @Nullable Mark mark) {
            if (!operation.condition().test(call, result) || operation.unless().test(call, result)) {
                return List.of();
            }
            CacheCall entry = entry(namespace().key(operation.key().id(call, result)), call, result);
            return List.of(CacheChange.Entry.since(
                    mark, cache, entry, operation.value().value(call, result)));
        }

        @Override
        public boolean needsMark() {
            return true;
        }

        @Override
        public CompletionStage<@Nullable Mark> mark(Invocation call) {
            Key key = operation.keyOfResult() ? null : keyBefore(call);
            return key == null
                    ? cache.updates().mark(namespace(), operation.shape().get().settings())
                    : cache.updates().mark(entry(key, call, null));
        }

        // The method may complete its arguments, so the key may exist only after the call.
        private @Nullable Key keyBefore(Invocation call) {
            try {
                return namespace().key(operation.key().id(call, null));
            } catch (RuntimeException notYet) {
                return null;
            }
        }

        // The shape is known after the method that reads this cache has been parsed.
        private CacheCall entry(Key key, Invocation call, @Nullable Object result) {
            Shape shape = operation.shape().get();
            ResultCodec results = codecs.computeIfAbsent(shape, known -> formats.results(known.format(), known.type()));
            return new CacheCall(key, settings.get(), results, rules(call, result));
        }

        private CacheRules rules(Invocation call, @Nullable Object result) {
            boolean none = operation.life() == null && operation.tags().isEmpty();
            return none ? CacheRules.NONE : new Rules(operation, call, result);
        }

        private record Rules(
                UpdateOperation operation,
                Invocation call,
                @Nullable Object result) implements CacheRules {

            @Override
            public Collection<String> tags(@Nullable Object value) {
                return value == null && result == null
                        ? operation.tags().ofNull(call)
                        : operation.tags().of(call, result);
            }

            @Override
            public long ttlMillis(@Nullable Object value, long configured) {
                ResultLife life = operation.life();
                return life == null ? configured : life.millis(call, result);
            }
        }
    }
}
