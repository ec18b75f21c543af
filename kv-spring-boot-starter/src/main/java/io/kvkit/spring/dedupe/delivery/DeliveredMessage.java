package io.kvkit.spring.dedupe.delivery;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message of Spring. */
record DeliveredMessage(Object target) implements Delivery {

    static final String TYPE = "org.springframework.messaging.Message";

    private static final String RECORD_KEY = "kafka_receivedMessageKey";

    @Override
    public @Nullable Object key() {
        return header(RECORD_KEY);
    }

    @Override
    public List<Object> headers(String name) {
        Object value = header(name);
        return value == null ? List.of() : List.of(value);
    }

    private @Nullable Object header(String name) {
        return Calls.of(target, "getHeaders") instanceof Map<?, ?> headers ? headers.get(name) : null;
    }

    @Override
    public @Nullable Object content() {
        return Calls.of(target, "getPayload");
    }
}
