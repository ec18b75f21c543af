package io.kvkit.spring.dedupe.delivery;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.dedupe.webhook.IdText;
import io.kvkit.spring.dedupe.webhook.NoEventIdException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the id of an event in a delivery.
 *
 * @param preset where the id is
 * @param header the header with the id; null if the preset needs none
 */
public record DeliveredIds(Preset preset, @Nullable String header) {

    /** Returns whether ids of a preset can be in deliveries. */
    public static boolean find(Preset preset) {
        return preset == Preset.KAFKA_KEY || preset == Preset.HEADER || preset == Preset.CLOUDEVENTS;
    }

    /**
     * Returns the id: a value, or a list of texts that identify the event together.
     *
     * @throws NoEventIdException if the event has no usable id
     */
    public Object id(Delivery delivery) {
        if (header != null) {
            return text(delivery, header);
        }
        return preset == Preset.KAFKA_KEY ? key(delivery) : DeliveredCloudEvent.id(delivery);
    }

    private static Object key(Delivery delivery) {
        Object key = delivery.key();
        if (key == null) {
            throw NoEventIdException.missing("the key of the record");
        }
        return key instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : key;
    }

    /** Returns the only value of a header as a text. */
    static String text(Delivery delivery, String name) {
        String what = "the header " + name;
        List<Object> values = delivery.headers(name);
        if (values.isEmpty()) {
            throw NoEventIdException.missing(what);
        }
        if (values.size() > 1) {
            throw NoEventIdException.malformed(what + " has " + values.size() + " values");
        }
        return IdText.checked(text(values.get(0), what), what);
    }

    private static String text(Object value, String what) {
        if (value instanceof byte[] bytes) {
            return IdText.utf8(bytes, what);
        }
        if (value instanceof CharSequence || value instanceof Number || value instanceof UUID) {
            return value.toString();
        }
        throw NoEventIdException.malformed(what + " is not a text");
    }
}
