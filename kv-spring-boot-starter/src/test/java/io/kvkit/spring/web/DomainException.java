package io.kvkit.spring.web;

/** A failure that the test applications map themselves. */
public final class DomainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public DomainException(String message) {
        super(message);
    }
}
