package io.kvkit.spring.dedupe;

import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.KvKeyException.Reason;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.dedupe.delivery.Delivery;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.exchange.RequestFingerprint;
import io.kvkit.spring.exchange.SentBody;
import io.kvkit.spring.operation.expression.Invocation;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Digests of the content of events that have no id.
 *
 * @param site the place of the preset
 * @param position the position of the argument that is the content or has it; null for that of the request
 * @param digests computes the digests
 */
record ContentSource(OperationSite site, @Nullable Integer position, Supplier<RequestFingerprint> digests)
        implements EventSource {

    @Override
    public boolean readsBody() {
        return position == null;
    }

    @Override
    public Object id(Invocation call, @Nullable Exchange exchange) {
        byte[] digest = position == null ? ofRequest(call, exchange) : ofArgument(call.arguments()[position]);
        return HexFormat.of().formatHex(digest);
    }

    private byte[] ofRequest(Invocation call, @Nullable Exchange exchange) {
        Exchange request = RequestSource.request(site, call, exchange);
        SentBody body = request.body();
        if (body == null) {
            throw refused(Reason.MALFORMED, "the body is not known, because other code has read it");
        }
        if (body instanceof SentBody.Bytes sent && sent.bytes().length == 0 && request.query() == null) {
            throw refused(Reason.NULL, "the request has neither a body nor a query");
        }
        return digests.get().of(request, List.of());
    }

    private byte[] ofArgument(@Nullable Object argument) {
        Delivery delivery = Delivery.of(argument);
        Object key = delivery == null ? null : delivery.key();
        Object content = delivery == null ? argument : delivery.content();
        if (key == null && content == null) {
            throw refused(Reason.NULL, "the event is null");
        }
        try {
            return digests.get().ofValues(Arrays.asList(key, content));
        } catch (IllegalArgumentException e) {
            throw refused(Reason.UNSUPPORTED, "the content cannot be compared, because it cannot be written as JSON");
        }
    }

    private KvKeyException refused(Reason reason, String problem) {
        return new KvKeyException(reason, site, "preset", problem);
    }
}
