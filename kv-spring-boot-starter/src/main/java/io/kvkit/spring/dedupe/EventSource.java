package io.kvkit.spring.dedupe;

import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.expression.Invocation;
import org.jspecify.annotations.Nullable;

/** Finds the id of the event of a call, instead of an expression. */
interface EventSource {

    /** Returns whether the id may be in the body of the request. */
    boolean readsBody();

    /**
     * Returns the id: a text, or a list of texts that identify the event together.
     *
     * @param exchange the request of the call; null if there is none
     * @throws io.kvkit.spring.KvKeyException if the event has no usable id
     */
    Object id(Invocation call, @Nullable Exchange exchange);
}
