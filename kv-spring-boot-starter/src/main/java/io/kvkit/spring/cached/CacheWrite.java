package io.kvkit.spring.cached;

import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.spring.cached.UpdateOperation.Shape;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.util.Collection;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** One annotation that changes a cache when its method is called. */
sealed interface CacheWrite {

    /** Returns the namespace of the entries. */
    Namespace namespace();

    /** Returns whether the change happens before the call. */
    boolean comesBefore();

    /**
     * Returns the change that a call causes; null if its conditions do not hold.
     *
     * @param result the returned value, unwrapped from stage, publisher or Optional; null before the call
     */
    @Nullable
    CacheChange change(Invocation call, @Nullable Object result);

    /** Removes one entry, those with a tag, or all. */
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
        public @Nullable CacheChange change(Invocation call, @Nullable Object result) {
            if (!operation.condition().test(call, result)) {
                return null;
            }
            return switch (operation.reach()) {
                case KEY ->
                    new CacheChange.Removal(
                            cache, namespace().key(operation.key().id(call, result)));
                case TAGS ->
                    new CacheChange.Tagged(cache, namespace(), operation.tags().of(call, result));
                case ALL -> new CacheChange.Everything(cache, namespace());
            };
        }
    }

    /** Writes an entry. */
    record Update(
            Cache cache, CacheFormats formats, UpdateOperation operation, ConcurrentMap<Shape, ResultCodec> codecs)
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
        public @Nullable CacheChange change(Invocation call, @Nullable Object result) {
            if (!operation.condition().test(call, result) || operation.unless().test(call, result)) {
                return null;
            }
            CacheCall entry = entry(namespace().key(operation.key().id(call, result)), call, result);
            return new CacheChange.Entry(cache, entry, operation.value().value(call, result));
        }

        // The shape is known after the method that reads this cache has been parsed.
        private CacheCall entry(Key key, Invocation call, @Nullable Object result) {
            Shape shape = operation.shape().get();
            ResultCodec results = codecs.computeIfAbsent(shape, known -> formats.results(known.format(), known.type()));
            return new CacheCall(key, shape.settings(), results, rules(call, result));
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
