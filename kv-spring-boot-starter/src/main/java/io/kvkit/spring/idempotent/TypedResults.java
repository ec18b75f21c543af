package io.kvkit.spring.idempotent;

import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.once.ResultFormat;
import java.util.Objects;

/** Keeps the return value of a method as its declared type. */
record TypedResults(ResultCodec codec) implements ResultFormat {

    @Override
    public byte[] encode(Object result) {
        return codec.encode(result);
    }

    @Override
    public Object decode(byte[] bytes) {
        return Objects.requireNonNull(codec.decode(bytes), "null is not encoded");
    }

    @Override
    public boolean takesNull() {
        return codec.takesNull();
    }
}
