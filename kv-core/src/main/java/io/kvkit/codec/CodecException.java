package io.kvkit.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A value could not be encoded, or bytes are no value of the declared type. The message never shows the value. */
public final class CodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CodecException(String what, Type type, @Nullable Throwable cause) {
        super(what + " " + type.getTypeName()
                + (cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")"));
    }
}
