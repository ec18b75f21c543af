package io.kvkit.spring.exchange;

/** The reason for abandoning a completion when the handler ended well, and then no answer could be made of it. */
public final class AnswerNotWrittenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    AnswerNotWrittenException(Throwable cause) {
        super("The handler succeeded, but its response could not be written", cause, false, false);
    }
}
