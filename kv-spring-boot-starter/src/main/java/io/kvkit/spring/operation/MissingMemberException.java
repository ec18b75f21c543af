package io.kvkit.spring.operation;

/** An expression reads what a type does not have; whoever knows the place makes a {@link KvConfigurationException} of it. */
final class MissingMemberException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String problem;
    private final String mend;

    MissingMemberException(String problem, String mend) {
        super(problem, null, false, false);
        this.problem = problem;
        this.mend = mend;
    }

    String problem() {
        return problem;
    }

    String mend() {
        return mend;
    }
}
