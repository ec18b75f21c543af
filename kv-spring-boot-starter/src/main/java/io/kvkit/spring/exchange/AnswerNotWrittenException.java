package io.kvkit.spring.exchange;

/** The reason to abandon a completion if the handler ended well but its response could not be written. */
public final class AnswerNotWrittenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnswerNotWrittenException(Throwable cause) {
        super("The handler succeeded, but its response could not be written", cause, false, false);
    }
}
