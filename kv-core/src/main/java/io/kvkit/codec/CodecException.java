package io.kvkit.codec;

import io.kvkit.codec.Codec.Obstacle;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/** A value could not be encoded, or bytes are no value of the declared type. The message never shows the value. */
public final class CodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CodecException(String what, Type type, @Nullable Throwable cause) {
        this(what + " " + type.getTypeName() + (cause == null ? "" : " (" + told(cause) + ")"));
    }

    private CodecException(String message) {
        super(message);
    }

    /** A failure at a place in a value, such as {@code name of shop.Customer}. */
    static CodecException at(String place, String what, Type type, Throwable cause) {
        return new CodecException(
                what + " " + type.getTypeName() + " (" + told(cause) + (place.isEmpty() ? ")" : " at " + place + ")"));
    }

    /** A value that would come back as another one. */
    static CodecException changed(Type type, String difference) {
        return new CodecException("A value of " + type.getTypeName() + " would not come back as it was: " + difference);
    }

    /** Values of the type cannot be kept, whatever they hold. */
    public static CodecException of(Type type, Obstacle obstacle) {
        return new CodecException(
                "Values of " + type.getTypeName() + " cannot be kept: " + obstacle.problem() + ". " + obstacle.mend());
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
