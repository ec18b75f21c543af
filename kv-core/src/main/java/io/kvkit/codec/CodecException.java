package io.kvkit.codec;

import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A value could not be encoded, or bytes are no value of the declared type. The message never shows the value. */
public final class CodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CodecException(String what, Type type, @Nullable Throwable cause) {
        super(what + " " + type.getTypeName() + (cause == null ? "" : " (" + told(cause) + ")"));
    }

    // Messages may hold the value, so only classes are told: Jackson's own, and what a getter threw.
    private static String told(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String name = cause.getClass().getSimpleName();
        return root == cause ? name : name + ": " + root.getClass().getSimpleName();
    }
}
