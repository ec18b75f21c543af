package io.kvkit.spring.dedupe.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.spring.KvKeyException.Reason;
import io.kvkit.spring.dedupe.webhook.NoEventIdException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.messaging.support.GenericMessage;

/** Where the ids of events are in deliveries of transports, and what is no id. */
class DeliveredIdsTest {

    private static final String STRUCTURED = "{\"specversion\":\"1.0\",\"source\":\"/orders\",\"id\":\"a%20b\"}";

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static <K, V> ConsumerRecord<K, V> consumed(K key, V value, String... headers) {
        ConsumerRecord<K, V> consumed = new ConsumerRecord<>("orders", 0, 0, key, value);
        for (int i = 0; i < headers.length; i += 2) {
            consumed.headers().add(headers[i], bytes(headers[i + 1]));
        }
        return consumed;
    }

    private static Object id(Preset preset, @Nullable String header, Object argument) {
        return new DeliveredIds(preset, header).id(Objects.requireNonNull(Delivery.of(argument)));
    }

    private static Object header(Object argument) {
        return id(Preset.HEADER, "id", argument);
    }

    private static Reason refusal(Preset preset, @Nullable String header, Object argument) {
        NoEventIdException refused = catchThrowableOfType(NoEventIdException.class, () -> id(preset, header, argument));
        return refused == null ? null : refused.reason();
    }

    @Test
    void keyOfARecordIsTheId() {
        assertThat(id(Preset.KAFKA_KEY, null, consumed("k-1", "v"))).isEqualTo("k-1");
        assertThat(id(Preset.KAFKA_KEY, null, consumed(7L, "v"))).isEqualTo(7L);
        assertThat(id(Preset.KAFKA_KEY, null, consumed(new byte[] {1, -1}, "v")))
                .isEqualTo("01ff");
        assertThat(id(Preset.KAFKA_KEY, null, new GenericMessage<>("v", Map.of("kafka_receivedMessageKey", "k-1"))))
                .isEqualTo("k-1");
        assertThat(refusal(Preset.KAFKA_KEY, null, consumed(null, "v"))).isEqualTo(Reason.NULL);
        assertThat(refusal(Preset.KAFKA_KEY, null, new GenericMessage<>("v"))).isEqualTo(Reason.NULL);
    }

    @Test
    void headerOfARecordIsTheId() {
        assertThat(header(consumed("k", "v", "id", "evt_ä"))).isEqualTo("evt_ä");
        assertThat(refusal(Preset.HEADER, "id", consumed("k", "v"))).isEqualTo(Reason.NULL);
        assertThat(refusal(Preset.HEADER, "id", consumed("k", "v", "id", " "))).isEqualTo(Reason.NULL);
        assertThat(refusal(Preset.HEADER, "id", consumed("k", "v", "id", "a", "id", "a")))
                .isEqualTo(Reason.MALFORMED);
        assertThat(refusal(Preset.HEADER, "id", consumed("k", "v", "id", "a\nb")))
                .isEqualTo(Reason.MALFORMED);
        ConsumerRecord<String, String> latin = consumed("k", "v");
        latin.headers().add("id", "ä".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal(Preset.HEADER, "id", latin)).isEqualTo(Reason.MALFORMED);
        ConsumerRecord<String, String> empty = consumed("k", "v");
        empty.headers().add("id", null);
        assertThat(refusal(Preset.HEADER, "id", empty)).isEqualTo(Reason.NULL);
    }

    @Test
    void headerOfAMessageIsTheId() {
        UUID uuid = UUID.randomUUID();
        assertThat(header(new GenericMessage<>("v", Map.of("id", uuid)))).isNotEqualTo("");
        for (Object value : List.of("7", 7, bytes("7"))) {
            assertThat(id(Preset.HEADER, "event", new GenericMessage<>("v", Map.of("event", value))))
                    .isEqualTo("7");
        }
        assertThat(refusal(Preset.HEADER, "event", new GenericMessage<>("v", Map.of("event", List.of("7")))))
                .isEqualTo(Reason.MALFORMED);
        assertThat(refusal(Preset.HEADER, "event", new GenericMessage<>("v"))).isEqualTo(Reason.NULL);
    }

    @Test
    void headerOfAnAmqpMessageIsTheId() {
        MessageProperties properties = new MessageProperties();
        properties.setHeader("id", "evt_1");
        var message = new org.springframework.amqp.core.Message(bytes("v"), properties);
        assertThat(header(message)).isEqualTo("evt_1");
        assertThat(Objects.requireNonNull(Delivery.of(message)).content()).isEqualTo(bytes("v"));
        assertThat(refusal(Preset.HEADER, "other", message)).isEqualTo(Reason.NULL);
        assertThat(refusal(Preset.KAFKA_KEY, null, message)).isEqualTo(Reason.NULL);
    }

    @Test
    void cloudEventIsKnownBySourceAndIdInBothModes() {
        List<String> same = List.of("/orders", "a%20b");
        assertThat(id(Preset.CLOUDEVENTS, null, consumed("k", "v", "ce_source", "/orders", "ce_id", "a%20b")))
                .isEqualTo(same);
        assertThat(id(
                        Preset.CLOUDEVENTS,
                        null,
                        consumed("k", STRUCTURED, "content-type", "application/cloudevents+json")))
                .isEqualTo(same);
        assertThat(id(
                        Preset.CLOUDEVENTS,
                        null,
                        new GenericMessage<>(bytes(STRUCTURED), Map.of("contentType", "application/cloudevents+json"))))
                .isEqualTo(same);
        MessageProperties properties = new MessageProperties();
        properties.setContentType("application/cloudevents+json; charset=utf-8");
        assertThat(id(
                        Preset.CLOUDEVENTS,
                        null,
                        new org.springframework.amqp.core.Message(bytes(STRUCTURED), properties)))
                .isEqualTo(same);
        assertThat(id(
                        Preset.CLOUDEVENTS,
                        null,
                        new GenericMessage<>("v", Map.of("cloudEvents:id", "a%20b", "cloudEvents:source", "/orders"))))
                .isEqualTo(same);
    }

    @Test
    void deliveryThatIsNoCloudEventIsRefused() {
        assertThat(refusal(Preset.CLOUDEVENTS, null, consumed("k", STRUCTURED))).isEqualTo(Reason.NULL);
        assertThat(refusal(Preset.CLOUDEVENTS, null, consumed("k", "v", "ce_id", "1")))
                .isEqualTo(Reason.NULL);
        assertThat(refusal(
                        Preset.CLOUDEVENTS,
                        null,
                        consumed("k", "[]", "content-type", "application/cloudevents-batch+json")))
                .isEqualTo(Reason.MALFORMED);
        assertThatExceptionOfType(NoEventIdException.class)
                .isThrownBy(() -> id(
                        Preset.CLOUDEVENTS,
                        null,
                        consumed("k", Map.of("id", "1"), "content-type", "application/cloudevents+json")))
                .withMessage(
                        "the payload of an event in structured mode must be bytes or a text, before any conversion")
                .matches(refused -> refused.reason() == Reason.MALFORMED);
    }

    @Test
    void otherArgumentsAreNoDeliveries() {
        assertThat(Delivery.of("text")).isNull();
        assertThat(Delivery.of(null)).isNull();
        assertThat(Delivery.isIn(String.class)).isFalse();
    }
}
