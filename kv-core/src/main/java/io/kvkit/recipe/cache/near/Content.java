package io.kvkit.recipe.cache.near;

import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A result in a form that no caller can change for the others. */
sealed interface Content {

    /**
     * Returns the result for one caller.
     *
     * @throws RuntimeException if the codec fails
     */
    @Nullable
    Object result();

    /** A result that nobody can change, or that all callers share on purpose. */
    record Shared(@Nullable Object result) implements Content {}

    /** A container of values that nobody can change, which every caller gets a copy of. */
    record Copied(Object original, UnaryOperator<Object> copying) implements Content {

        @Override
        public Object result() {
            return copying.apply(original);
        }
    }

    /** The bytes of a result, which are decoded for every caller. */
    record Encoded(byte[] payload, Key key, ResultCodec codec) implements Content {

        @Override
        public @Nullable Object result() {
            return codec.decode(payload, 0, payload.length, key.text());
        }
    }
}
