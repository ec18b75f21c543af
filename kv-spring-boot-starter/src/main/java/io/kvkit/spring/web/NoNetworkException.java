package io.kvkit.spring.web;

/** What is written as a trusted proxy is neither an address nor a network. */
public final class NoNetworkException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String mend;

    NoNetworkException(String text, String problem, String mend) {
        super("\"" + text + "\" " + problem + ". " + mend + ".");
        this.problem = problem;
        this.mend = mend;
    }

    /** What is wrong, as it follows the text, without a full stop. */
    public String problem() {
        return problem;
    }

    /** What to write instead, without a full stop. */
    public String mend() {
        return mend;
    }
}
