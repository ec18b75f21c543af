package io.kvkit.spring.exchange;

/** The reason for abandoning a completion when what the handler returned could not be written. */
public final class AnswerNotWrittenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnswerNotWrittenException(Throwable cause) {
        super("What the handler returned could not be written", cause, false, false);
    }
}
