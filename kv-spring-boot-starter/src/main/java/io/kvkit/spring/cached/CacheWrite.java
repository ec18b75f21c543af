package io.kvkit.spring.cached;

import io.kvkit.codec.Codec;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.spring.intercept.ResultCodecs;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One change of a cache that a method call causes. */
sealed interface CacheWrite {

    /** A change for which the call need not wait. */
    CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

    /** Returns the namespace of the entries. */
    Namespace namespace();

    /** Returns whether the change happens before the call. */
    boolean comesBefore();

    /**
     * Applies the change if its conditions hold.
     *
     * @param result the returned value, unwrapped from stage, publisher or Optional; null before the call
     */
    CompletionStage<Void> write(Invocation call, @Nullable Object result);

    /** Removes an entry. */
    record Invalidation(Cache cache, Namespace namespace, InvalidateOperation operation) implements CacheWrite {

        @Override
        public boolean comesBefore() {
            return operation.beforeInvocation();
        }

        @Override
        public CompletionStage<Void> write(Invocation call, @Nullable Object result) {
            if (!operation.condition().test(call, result)) {
                return NOTHING;
            }
            Key key = namespace.key(operation.key().id(call, result));
            return cache.invalidate(key);
        }
    }

    /** Writes an entry. */
    record Update(Cache cache, Namespace namespace, UpdateOperation operation, Codec codec) implements CacheWrite {

        @Override
        public boolean comesBefore() {
            return false;
        }

        @Override
        public CompletionStage<Void> write(Invocation call, @Nullable Object result) {
            if (!operation.condition().test(call, result) || operation.unless().test(call, result)) {
                return NOTHING;
            }
            Key key = namespace.key(operation.key().id(call, result));
            return cache.put(entry(key), operation.value().value(call, result));
        }

        // The shape is known after the method that reads this cache has been parsed.
        private CacheCall entry(Key key) {
            UpdateOperation.Shape shape = operation.shape().get();
            return CacheCall.of(key, shape.settings(), ResultCodecs.of(codec, shape.type()));
        }
    }
}
