package io.kvkit.spring.dedupe;

import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.dedupe.delivery.DeliveredIds;
import io.kvkit.spring.dedupe.delivery.Delivery;
import io.kvkit.spring.dedupe.webhook.NoEventIdException;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.expression.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Ids in what a transport delivers to a listener.
 *
 * @param site the place of the preset
 * @param position the position of the argument that is the delivery
 * @param ids where the ids are
 */
record DeliverySource(OperationSite site, int position, DeliveredIds ids) implements EventSource {

    @Override
    public boolean readsBody() {
        return false;
    }

    @Override
    public Object id(Invocation call, @Nullable Exchange exchange) {
        Delivery delivery = Delivery.of(call.arguments()[position]);
        if (delivery == null) {
            throw new KvKeyException(KvKeyException.Reason.NULL, site, "preset", "the record or message is null");
        }
        try {
            return ids.id(delivery);
        } catch (NoEventIdException e) {
            throw new KvKeyException(e.reason(), site, "preset", String.valueOf(e.getMessage()));
        }
    }
}
