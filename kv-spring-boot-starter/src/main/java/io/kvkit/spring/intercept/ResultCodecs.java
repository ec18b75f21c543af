package io.kvkit.spring.intercept;

import io.kvkit.codec.Codec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.spring.operation.ReturnShape;
import org.springframework.util.ClassUtils;

/** The result codec of what a method returns. */
final class ResultCodecs {

    private ResultCodecs() {}

    static ResultCodec of(Codec codec, ReturnShape returns) {
        return returns.optional()
                ? ResultCodec.ofOptional(codec, returns.type())
                : ResultCodec.of(
                        codec,
                        returns.isPrimitive()
                                ? ClassUtils.resolvePrimitiveIfNecessary(returns.rawType())
                                : returns.type());
    }
}
