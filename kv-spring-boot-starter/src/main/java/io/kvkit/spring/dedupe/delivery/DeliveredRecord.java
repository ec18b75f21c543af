package io.kvkit.spring.dedupe.delivery;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record of Kafka. */
record DeliveredRecord(Object target) implements Delivery {

    static final String TYPE = "org.apache.kafka.clients.consumer.ConsumerRecord";

    @Override
    public @Nullable Object key() {
        return Calls.of(target, "key");
    }

    @Override
    public List<Object> headers(String name) {
        List<Object> values = new ArrayList<>();
        Object headers = Calls.of(target, "headers");
        Object found = headers == null ? null : Calls.of(headers, "headers", name);
        if (found instanceof Iterable<?> all) {
            for (Object header : all) {
                Object value = Calls.of(header, "value");
                if (value != null) {
                    values.add(value);
                }
            }
        }
        return values;
    }

    @Override
    public @Nullable Object content() {
        return Calls.of(target, "value");
    }
}
