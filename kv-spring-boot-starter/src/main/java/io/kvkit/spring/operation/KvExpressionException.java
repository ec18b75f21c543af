package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;

/**
 * An expression of an annotation failed during a call. The method was not called, unless the expression reads its result.
 *
 * <p>The message names method, attribute and expression, never a value.
 */
public final class KvExpressionException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String attribute;
    private final String expression;

    KvExpressionException(
            OperationSite site, String attribute, String expression, String problem, @Nullable Throwable cause) {
        super(
                "@" + site.annotation() + "(" + attribute + " = \"" + expression + "\") on " + site.place() + " "
                        + problem,
                cause);
        this.attribute = attribute;
        this.expression = expression;
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
