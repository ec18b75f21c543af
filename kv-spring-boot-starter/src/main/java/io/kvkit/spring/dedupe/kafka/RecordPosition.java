package io.kvkit.spring.dedupe.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/** Where a record is in its topic. */
record RecordPosition(String topic, int partition, long offset) {

    static RecordPosition of(ConsumerRecord<?, ?> delivered) {
        return new RecordPosition(delivered.topic(), delivered.partition(), delivered.offset());
    }

    /** Returns the position of the record of an event; null if the event does not know it. */
    static @Nullable RecordPosition of(@Nullable Object event) {
        if (event instanceof ConsumerRecord<?, ?> delivered) {
            return of(delivered);
        }
        return event instanceof Message<?> message ? of(message.getHeaders()) : null;
    }

    private static @Nullable RecordPosition of(MessageHeaders headers) {
        return headers.get(KafkaHeaders.RECEIVED_TOPIC) instanceof String topic
                        && headers.get(KafkaHeaders.RECEIVED_PARTITION) instanceof Integer partition
                        && headers.get(KafkaHeaders.OFFSET) instanceof Long offset
                ? new RecordPosition(topic, partition, offset)
                : null;
    }

    /** Returns a record that containers take for the one at this position. */
    ConsumerRecord<?, ?> bare() {
        return new ConsumerRecord<@Nullable Object, @Nullable Object>(topic, partition, offset, null, null);
    }
}
