package io.kvkit.spring.web;

/** Thrown if a trusted proxy is neither an address nor a network. */
public final class NoNetworkException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String mend;

    NoNetworkException(String text, String problem, String mend) {
        super("\"" + text + "\" " + problem + ". " + mend + ".");
        this.problem = problem;
        this.mend = mend;
    }

    /** Returns the problem, as a text that follows the value, without a full stop. */
    public String problem() {
        return problem;
    }

    /** Returns the remedy, without a full stop. */
    public String mend() {
        return mend;
    }
}
