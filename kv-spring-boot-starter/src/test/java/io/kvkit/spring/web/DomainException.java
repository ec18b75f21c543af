package io.kvkit.spring.web;

/** A failure that the test applications map themselves. */
final class DomainException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    DomainException(String message) {
        super(message);
    }
}
