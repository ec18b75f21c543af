package io.kvkit.spring.intercept;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.Invocation;
import io.kvkit.spring.operation.ReturnShape;
import org.jspecify.annotations.Nullable;

/** One annotated method, prepared once: turns each of its calls into a guarded one. */
public interface GuardedMethod {

    /** What the method returns. */
    ReturnShape returns();

    /**
     * Guards a call; null if it is to be made as it is.
     *
     * @param exchange the HTTP exchange that the call belongs to; null if there is none
     */
    @Nullable
    GuardedCall<?> guard(Invocation call, @Nullable Exchange exchange);
}
