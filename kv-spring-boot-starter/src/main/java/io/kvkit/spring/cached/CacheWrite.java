package io.kvkit.spring.cached;

import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.CacheRules;
import io.kvkit.spring.cached.UpdateOperation.Shape;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
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

    /** Removes an entry. */
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
            return CacheChange.invalidation(
                    cache, namespace().key(operation.key().id(call, result)));
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
            Key key = namespace().key(operation.key().id(call, result));
            CacheCall entry = entry(key, call, result);
            return new CacheChange(cache, key, entry, operation.value().value(call, result));
        }

        // The shape is known after the method that reads this cache has been parsed.
        private CacheCall entry(Key key, Invocation call, @Nullable Object result) {
            Shape shape = operation.shape().get();
            ResultCodec results = codecs.computeIfAbsent(shape, known -> formats.results(known.format(), known.type()));
            return new CacheCall(key, shape.settings(), results, life(call, result));
        }

        private CacheRules life(Invocation call, @Nullable Object result) {
            ResultLife life = operation.life();
            return life == null ? CacheRules.NONE : new Life(life, call, result);
        }

        private record Life(
                ResultLife life, Invocation call, @Nullable Object result) implements CacheRules {

            @Override
            public long ttlMillis(@Nullable Object value, long configured) {
                return life.millis(call, result);
            }
        }
    }
}
