package io.kvkit.spring.intercept;

import io.kvkit.codec.Codec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.spring.operation.ReturnShape;
import java.lang.reflect.Type;
import org.springframework.util.ClassUtils;

/** The result codec of what a method returns. */
public final class ResultCodecs {

    private ResultCodecs() {}

    public static ResultCodec of(Codec codec, ReturnShape returns) {
        return returns.optional() ? ResultCodec.ofOptional(codec, returns.type()) : of(codec, returns.type());
    }

    public static ResultCodec of(Codec codec, Type type) {
        return ResultCodec.of(
                codec, type instanceof Class<?> plain ? ClassUtils.resolvePrimitiveIfNecessary(plain) : type);
    }
}
