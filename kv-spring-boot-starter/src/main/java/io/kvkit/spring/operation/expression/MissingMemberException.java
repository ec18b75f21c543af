package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvConfigurationException;

/**
 * Thrown if an expression reads a member that its type does not have. The caller, which knows the place, converts it to
 * a {@link KvConfigurationException}.
 */
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
