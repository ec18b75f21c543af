package io.kvkit.spring;

/**
 * Thrown if a property under {@code kv.} has an invalid value. It fails startup.
 *
 * <p>The message never contains a secret: code that reports a property with a secret leaves the value out.
 *
 * @since 0.1
 */
public final class KvPropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String mend;

    /**
     * Creates the exception.
     *
     * @param problem the problem, without a full stop
     * @param mend the remedy, without a full stop
     */
    public KvPropertyException(String problem, String mend) {
        super(problem + ". " + mend + ".");
        this.problem = problem;
        this.mend = mend;
    }

    /** Returns the problem, without a full stop. */
    public String problem() {
        return problem;
    }

    /** Returns the remedy, without a full stop. */
    public String mend() {
        return mend;
    }
}
