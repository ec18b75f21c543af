package io.kvkit.spring.cached.bulk;

/** Thrown if a method returns several results for one element, so that none of them is the result of its key. */
final class SeveralResultsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    SeveralResultsException() {
        super("The method returned several results with the same resultKey");
    }
}
