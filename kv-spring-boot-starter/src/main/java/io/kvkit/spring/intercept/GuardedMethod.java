package io.kvkit.spring.intercept;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.type.ReturnShape;
import org.jspecify.annotations.Nullable;

/**
 * One annotated method, prepared once, which turns each of its calls into a guarded one. Safe for use by several
 * threads.
 */
public interface GuardedMethod {

    /** Returns the shape of the method's return type. */
    ReturnShape returns();

    /** Returns what answers some calls before anything is prepared for them; null if there is nothing. */
    default @Nullable Shortcut shortcut() {
        return null;
    }

    /** Returns whether calls depend on more than their arguments, such as on the client of the request. */
    default boolean readsRequest() {
        return true;
    }

    /**
     * Guards a call; null if the call runs unguarded.
     *
     * @param exchange the HTTP exchange of the call; null if there is none
     */
    @Nullable
    GuardedCall<?> guard(Invocation call, @Nullable Exchange exchange);
}
