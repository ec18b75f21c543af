package io.kvkit.spring.dedupe;

import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.KvKeyException.Reason;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.dedupe.webhook.EventIds;
import io.kvkit.spring.dedupe.webhook.NoEventIdException;
import io.kvkit.spring.dedupe.webhook.SentEvent;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.expression.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Ids in the requests of a sender.
 *
 * @param site the place of the preset
 * @param ids where the sender writes the ids
 */
record RequestSource(OperationSite site, EventIds ids) implements EventSource {

    private static final String ATTRIBUTE = "preset";

    @Override
    public boolean readsBody() {
        return ids.readsBody();
    }

    @Override
    public Object id(Invocation call, @Nullable Exchange exchange) {
        try {
            return ids.id(SentEvent.of(request(site, call, exchange)));
        } catch (NoEventIdException e) {
            throw new KvKeyException(e.reason(), site, ATTRIBUTE, String.valueOf(e.getMessage()));
        }
    }

    /** Returns the request of a call, which must have one. */
    static Exchange request(OperationSite site, Invocation call, @Nullable Exchange exchange) {
        if (!call.client().inRequest() || exchange == null) {
            throw new KvKeyException(
                    Reason.NO_REQUEST,
                    site,
                    ATTRIBUTE,
                    "there is no request, because other code than Spring MVC or WebFlux has called the controller."
                            + " Move what that code needs to another bean, and call it there");
        }
        return exchange;
    }
}
