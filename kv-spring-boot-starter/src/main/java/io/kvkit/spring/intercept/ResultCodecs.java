package io.kvkit.spring.intercept;

import io.kvkit.codec.Codec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.reflect.Type;
import org.springframework.util.ClassUtils;

/** Creates the result codec for a return type. */
public final class ResultCodecs {

    private ResultCodecs() {}

    /** Returns the codec for the values of a method. */
    public static ResultCodec of(Codec codec, ReturnShape returns) {
        ResultCodec results =
                returns.optional() ? ResultCodec.ofOptional(codec, returns.type()) : of(codec, returns.type());
        return returns.isNeverNull() ? results.neverNull() : results;
    }

    /** Returns the codec for the values of a type. */
    private static ResultCodec of(Codec codec, Type type) {
        return ResultCodec.of(codec, boxed(type));
    }

    /** Returns the type of stored values: a method that returns {@code long} keeps a {@code Long}. */
    public static Type boxed(Type type) {
        return type instanceof Class<?> plain ? ClassUtils.resolvePrimitiveIfNecessary(plain) : type;
    }
}
