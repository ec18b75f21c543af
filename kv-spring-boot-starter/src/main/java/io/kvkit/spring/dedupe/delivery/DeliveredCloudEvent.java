package io.kvkit.spring.dedupe.delivery;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.dedupe.webhook.NoEventIdException;
import io.kvkit.spring.dedupe.webhook.Sender;
import io.kvkit.spring.dedupe.webhook.SentEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The ids of CloudEvents in deliveries: source and id together, from the headers of the bindings for Kafka and AMQP (binary
 * mode) or from the payload (structured mode).
 */
final class DeliveredCloudEvent {

    private static final List<String> PREFIXES = List.of("ce_", "ce-", "cloudEvents:", "cloudEvents_");
    private static final List<String> TYPES = List.of("content-type", "Content-Type", "contentType");

    private DeliveredCloudEvent() {}

    static Object id(Delivery delivery) {
        for (String prefix : PREFIXES) {
            if (!delivery.headers(prefix + "id").isEmpty()) {
                return List.of(
                        DeliveredIds.text(delivery, prefix + "source"), DeliveredIds.text(delivery, prefix + "id"));
            }
        }
        String type = type(delivery);
        if (!type.startsWith("application/cloudevents")) {
            throw NoEventIdException.missing("the header ce_id");
        }
        return Objects.requireNonNull(Sender.of(Preset.CLOUDEVENTS)).ids().id(structured(type, delivery.content()));
    }

    private static String type(Delivery delivery) {
        for (String name : TYPES) {
            if (!delivery.headers(name).isEmpty()) {
                Object value = delivery.headers(name).get(0);
                String text = value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : "" + value;
                return text.strip().toLowerCase(Locale.ROOT);
            }
        }
        return "";
    }

    private static SentEvent structured(String type, @Nullable Object content) {
        byte[] body = body(content);
        return new SentEvent() {

            @Override
            public List<String> headers(String name) {
                return name.equals("Content-Type") ? List.of(type) : List.of();
            }

            @Override
            public byte[] body() {
                return body;
            }
        };
    }

    private static byte[] body(@Nullable Object content) {
        if (content instanceof byte[] bytes) {
            return bytes;
        }
        if (content instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        throw NoEventIdException.malformed(
                "the payload of an event in structured mode must be bytes or a text, before any conversion");
    }
}
