package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/** A value cannot be written as a key; the plan that knows the method makes a {@link KvKeyException} of it. */
final class NoKeyTextException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean nullPart;

    private NoKeyTextException(@Nullable String what, boolean nullPart) {
        super(what, null, false, false);
        this.nullPart = nullPart;
    }

    /** The key, or a part of a composite, is missing. */
    static NoKeyTextException nullPart() {
        return new NoKeyTextException(null, true);
    }

    /** A type has no text, or a value is too deep. */
    static NoKeyTextException unsupported(String what) {
        return new NoKeyTextException(what, false);
    }

    boolean isNullPart() {
        return nullPart;
    }
}
