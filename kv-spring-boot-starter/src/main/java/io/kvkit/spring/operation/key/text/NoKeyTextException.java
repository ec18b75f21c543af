package io.kvkit.spring.operation.key.text;

import io.kvkit.spring.KvKeyException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown if a value cannot be written as a key. The plan, which knows the method, converts it to a {@link
 * KvKeyException}.
 */
public final class NoKeyTextException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean nullPart;

    private NoKeyTextException(@Nullable String what, boolean nullPart) {
        super(what, null, false, false);
        this.nullPart = nullPart;
    }

    /** Creates the exception for a key, or a part of a composite, that is missing. */
    static NoKeyTextException nullPart() {
        return new NoKeyTextException(null, true);
    }

    /** Creates the exception for a type without a text, or a value that is nested too deeply. */
    static NoKeyTextException unsupported(String what) {
        return new NoKeyTextException(what, false);
    }

    boolean isNullPart() {
        return nullPart;
    }
}
