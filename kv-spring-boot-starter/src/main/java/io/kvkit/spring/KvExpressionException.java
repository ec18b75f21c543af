package io.kvkit.spring;

import org.jspecify.annotations.Nullable;

/**
 * Thrown if an expression of an annotation fails during a call. The method was not called, unless the expression reads
 * its result.
 *
 * <p>The message names the method, the attribute and the expression, never a value.
 *
 * @since 0.1
 */
public final class KvExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The origin of the mistake. */
    public enum Reason {
        /** A value of the call does not fit, such as a text that is too short: a mistake of the caller. */
        VALUE,
        /** The expression, or a bean in it, does not work: a mistake of the application. */
        EXPRESSION
    }

    private final Reason reason;
    private final String attribute;
    private final String expression;

    /**
     * Creates the exception for one evaluation of an expression.
     *
     * @param problem the failure as a verb with its object, without any value of the call
     */
    public KvExpressionException(
            OperationSite site,
            String attribute,
            String expression,
            Reason reason,
            String problem,
            @Nullable Throwable cause) {
        super(
                "@" + site.annotation() + "(" + attribute + " = \"" + expression + "\") on " + site.place() + " "
                        + problem,
                cause);
        this.reason = reason;
        this.attribute = attribute;
        this.expression = expression;
    }

    /** Returns the origin of the mistake. */
    public Reason reason() {
        return reason;
    }

    /** Returns the attribute that contains the expression. */
    public String attribute() {
        return attribute;
    }

    /** Returns the text of the expression. */
    public String expression() {
        return expression;
    }
}
