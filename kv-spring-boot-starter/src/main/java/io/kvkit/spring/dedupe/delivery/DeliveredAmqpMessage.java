package io.kvkit.spring.dedupe.delivery;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message of AMQP. */
record DeliveredAmqpMessage(Object target) implements Delivery {

    static final String TYPE = "org.springframework.amqp.core.Message";

    @Override
    public @Nullable Object key() {
        return null;
    }

    @Override
    public List<Object> headers(String name) {
        Object properties = Calls.of(target, "getMessageProperties");
        if (properties == null) {
            return List.of();
        }
        Object value = name.equalsIgnoreCase("Content-Type")
                ? Calls.of(properties, "getContentType")
                : Calls.of(properties, "getHeaders") instanceof Map<?, ?> headers ? headers.get(name) : null;
        return value == null ? List.of() : List.of(value);
    }

    @Override
    public @Nullable Object content() {
        return Calls.of(target, "getBody");
    }
}
