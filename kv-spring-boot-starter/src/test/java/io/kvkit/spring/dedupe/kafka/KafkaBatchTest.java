package io.kvkit.spring.dedupe.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.recipe.once.batch.BatchForm.Failed;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

class KafkaBatchTest {

    private static final List<ConsumerRecord<String, String>> RECORDS = Stream.of("a", "b", "c")
            .map(id -> new ConsumerRecord<>("t", 1, 10L + id.charAt(0), id, id))
            .toList();
    private static final List<Message<String>> MESSAGES =
            RECORDS.stream().map(KafkaBatchTest::message).toList();

    private static Message<String> message(ConsumerRecord<String, String> delivered) {
        return MessageBuilder.withPayload(delivered.value())
                .setHeader(KafkaHeaders.RECEIVED_TOPIC, delivered.topic())
                .setHeader(KafkaHeaders.RECEIVED_PARTITION, delivered.partition())
                .setHeader(KafkaHeaders.OFFSET, delivered.offset())
                .build();
    }

    private static KafkaBatch batch(List<?> events) {
        return new KafkaBatch(new @Nullable Object[] {events}, 0, List.copyOf(events));
    }

    private static void failsAtTheLast(List<?> events, BatchListenerFailedException failure) {
        assertThat(batch(events).failed(new IllegalStateException(failure), List.of(0, 2)))
                .isNotNull()
                .extracting(Failed::position)
                .isEqualTo(2);
    }

    private static BatchListenerFailedException at(ConsumerRecord<?, ?> delivered) {
        return new BatchListenerFailedException("no", delivered);
    }

    private static BatchListenerFailedException upTo(List<?> events, Throwable cause) {
        return (BatchListenerFailedException) batch(events).upTo(2, cause);
    }

    @Test
    void failureNamesAnEventByItsIndexOrItsRecord() {
        failsAtTheLast(RECORDS, new BatchListenerFailedException("no", 1));
        failsAtTheLast(RECORDS, at(RECORDS.get(2)));
        failsAtTheLast(MESSAGES, at(RECORDS.get(2)));
        failsAtTheLast(List.of("a", "b", "c"), new BatchListenerFailedException("no", 1));
    }

    @Test
    void failureAtAnotherEventNamesNone() {
        List<Integer> some = List.of(0, 2);
        for (List<?> events : List.of(RECORDS, MESSAGES, List.of("a", "b", "c"))) {
            assertThat(batch(events).failed(at(RECORDS.get(1)), some)).isNull();
            assertThat(batch(events).failed(new BatchListenerFailedException("no", 2), some))
                    .isNull();
        }
    }

    @Test
    void failureIsThatOfTheRecordIfItIsKnown() {
        for (Throwable cause : List.of(new IllegalStateException(), new EventInProgressException(Duration.ZERO))) {
            assertThat(upTo(RECORDS, cause).getRecord()).isSameAs(RECORDS.get(2));
            assertThat(upTo(MESSAGES, cause).getRecord())
                    .usingRecursiveComparison()
                    .comparingOnlyFields("topic", "partition", "offset")
                    .isEqualTo(RECORDS.get(2));
            assertThat(upTo(List.of("a", "b", "c"), cause))
                    .returns(null, BatchListenerFailedException::getRecord)
                    .returns(2, BatchListenerFailedException::getIndex);
        }
    }
}
