package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/**
 * An expression of an annotation failed during a call. The method was not called, unless the expression reads its result.
 *
 * <p>The message names method, attribute and expression, never a value.
 */
public final class KvExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Whose mistake it is. */
    public enum Reason {
        /** A value of the call does not fit, as a text that is too short: a mistake of the caller. */
        VALUE,
        /** The expression, or a bean in it, does not work: a mistake of the application. */
        EXPRESSION
    }

    private final Reason reason;
    private final String attribute;
    private final String expression;

    public KvExpressionException(
            OperationSite site,
            String attribute,
            String expression,
            ExpressionFailure failure,
            @Nullable Throwable cause) {
        super(
                "@" + site.annotation() + "(" + attribute + " = \"" + expression + "\") on " + site.place() + " "
                        + failure.problem(),
                cause);
        this.reason = failure.reason();
        this.attribute = attribute;
        this.expression = expression;
    }

    /** Whose mistake it is. */
    public Reason reason() {
        return reason;
    }

    /** The attribute that holds the expression. */
    public String attribute() {
        return attribute;
    }

    /** The expression. */
    public String expression() {
        return expression;
    }
}
