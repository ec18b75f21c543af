package io.kvkit.codec;

import io.kvkit.codec.Codec.Obstacle;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a value cannot be encoded, or if bytes are not a value of the declared type. The message never contains the
 * value.
 *
 * @since 0.1
 */
public final class CodecException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CodecException(String what, Type type, @Nullable Throwable cause) {
        this(what + " " + type.getTypeName() + (cause == null ? "" : " (" + told(cause) + ")"));
    }

    private CodecException(String message) {
        super(message);
    }

    /** Returns the failure at a place in a value, such as {@code name of shop.Customer}. */
    static CodecException at(String place, String what, Type type, Throwable cause) {
        return new CodecException(
                what + " " + type.getTypeName() + " (" + told(cause) + (place.isEmpty() ? ")" : " at " + place + ")"));
    }

    /** Returns the failure of a value that would not be read back unchanged. */
    static CodecException changed(Type type, String difference) {
        return new CodecException("A value of " + type.getTypeName() + " would not come back as it was: " + difference);
    }

    /** Returns the failure of a type whose values cannot be stored. */
    public static CodecException of(Type type, Obstacle obstacle) {
        return new CodecException(
                "Values of " + type.getTypeName() + " cannot be kept: " + obstacle.problem() + ". " + obstacle.mend());
    }

    // Messages may contain the value, so this names classes only: those of Jackson's exceptions, and that of the
    // exception of a getter.
    private static String told(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        String name = cause.getClass().getSimpleName();
        return root == cause ? name : name + ": " + root.getClass().getSimpleName();
    }
}
