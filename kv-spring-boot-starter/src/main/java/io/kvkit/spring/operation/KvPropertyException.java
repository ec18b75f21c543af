package io.kvkit.spring.operation;

/**
 * A property under {@code kv.} has a value that cannot be meant. It stops the start.
 *
 * <p>The message never holds a secret: whoever reports a property that may hold one leaves the value out.
 */
public final class KvPropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String mend;

    /**
     * Describes a mistake.
     *
     * @param problem what is wrong, without a full stop
     * @param mend what to write instead, without a full stop
     */
    public KvPropertyException(String problem, String mend) {
        super(problem + ". " + mend + ".");
        this.problem = problem;
        this.mend = mend;
    }

    public String problem() {
        return problem;
    }

    public String mend() {
        return mend;
    }
}
