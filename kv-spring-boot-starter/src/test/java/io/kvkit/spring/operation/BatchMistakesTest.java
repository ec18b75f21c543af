package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.kvkit.annotation.DedupeEvent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.pulsar.annotation.PulsarListener;

/** Listeners whose batches {@code @DedupeEvent} would take for one event. */
class BatchMistakesTest {

    private static final String MEND = ", and one key would turn them into one event. Take one event at a time, and "
            + "write batch = \"false\" where the listener has it.";

    @Refused("@DedupeEvent(key = \"#p0\") on HERE.m(List): it is the same for all events of the batch. Use #each for"
            + " one event, as in key = \"#each.id\".")
    static class KeyOfTheBatch {

        @DedupeEvent(name = "batch", key = "#p0")
        @KafkaListener(topics = "orders", batch = "true")
        public void m(List<String> events) {}
    }

    @Refused("@DedupeEvent(key = \"#p0\") on HERE.m(Message): @KafkaListener(batch = \"true\") delivers a list of "
            + "events" + MEND)
    static class BatchIsAPlaceholder {

        @DedupeEvent(name = "placeholder", key = "#p0")
        @KafkaListener(topics = "orders", batch = "${no.such.property:TRUE}")
        public void m(Message<?> events) {}
    }

    @Refused("@DedupeEvent on HERE.m(List, List): it takes several lists, and would get only some of the events in one"
            + " of them. Take a list of messages or records, and no more than the Consumer beside it.")
    static class HeadersBesideTheBatch {

        @DedupeEvent(name = "headers", key = "#each")
        @KafkaListener(topics = "orders", batch = "true")
        public void m(List<String> events, @Header("trace") List<String> traces) {}
    }

    @Refused("@DedupeEvent on HERE.m(List, Acknowledgment): it acknowledges a batch of which it may get only some"
            + " events. Let the container acknowledge, and throw a BatchListenerFailedException at the event that"
            + " failed.")
    static class AcknowledgedByHand {

        @DedupeEvent(name = "by-hand", key = "#each")
        @KafkaListener(topics = "orders", batch = "true")
        public void m(List<String> events, Acknowledgment acknowledgment) {}
    }

    @Refused("@DedupeEvent on HERE.m(List): it takes a batch and returns CompletableFuture, from which the container"
            + " does not learn which events failed. Return nothing, and throw a BatchListenerFailedException.")
    static class Later {

        @DedupeEvent(name = "later", key = "#each")
        @KafkaListener(topics = "orders", batch = "true")
        public CompletableFuture<Void> m(List<String> events) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Refused("@DedupeEvent on HERE.m(List): the type of the events in java.util.List<?> is not known. Take a list of "
            + "messages or records, and no more than the Consumer beside it.")
    static class UnknownEvents {

        @DedupeEvent(name = "unknown", key = "#each")
        @KafkaListener(topics = "orders", batch = "true")
        public void m(List<?> events) {}
    }

    @Refused("@DedupeEvent(preset = \"KAFKA_KEY\") on HERE.m(List): it reads a ConsumerRecord or a Message, and the"
            + " method takes none. Take one, or write a key.")
    static class KeyOfNoRecord {

        @DedupeEvent(name = "no-record", preset = DedupeEvent.Preset.KAFKA_KEY)
        @KafkaListener(topics = "orders", batch = "true")
        public void m(List<String> events) {}
    }

    @Refused("@DedupeEvent(key = \"#p0.count()\") on HERE.m(ConsumerRecords): @KafkaListener delivers a batch of "
            + "events, as org.apache.kafka.clients.consumer.ConsumerRecords<java.lang.String, java.lang.String>" + MEND)
    static class Records {

        @DedupeEvent(name = "all", key = "#p0.count()")
        @KafkaListener(topics = "orders", batch = "false")
        public void m(ConsumerRecords<String, String> events) {}
    }

    @Refused("@DedupeEvent(key = \"#p0.payload\") on HERE.m(Message): @KafkaListener delivers a batch of events, as "
            + "org.springframework.messaging.Message<java.util.List<java.lang.String>>" + MEND)
    static class ListInAMessage {

        @DedupeEvent(name = "message", key = "#p0.payload")
        @KafkaListener(topics = "orders")
        public void m(Message<List<String>> events) {}
    }

    @Refused("@DedupeEvent(key = \"#p0\") on HERE.m(String): @KafkaListener(batch = \"true\") delivers a list of "
            + "events" + MEND)
    @KafkaListener(topics = "orders", batch = "true")
    static class BatchOfTheClass {

        @DedupeEvent(name = "of-class", key = "#p0")
        @KafkaHandler
        public void m(String event) {}
    }

    @Refused("@DedupeEvent(key = \"#p0\") on HERE.m(List): @PulsarListener(batch = \"true\") delivers a list of "
            + "events" + MEND)
    static class OfPulsar {

        @DedupeEvent(name = "pulsar", key = "#p0")
        @PulsarListener(topics = "orders", batch = true)
        public void m(List<String> events) {}
    }

    @Refused("@DedupeEvent(key = \"#p0\") on HERE.m(List): @SqsListener delivers a batch of events, as "
            + "java.util.List<java.lang.String>" + MEND)
    static class OfSqs {

        @DedupeEvent(name = "sqs", key = "#p0")
        @SqsListener("orders")
        public void m(List<String> events) {}
    }

    static class Single {

        @DedupeEvent(name = "one", key = "#p0")
        @KafkaListener(topics = "orders")
        public void one(String event, @Header("trace") List<String> trace) {}

        @DedupeEvent(name = "list-event", key = "#p0.get(0)")
        @KafkaListener(topics = "orders", batch = "false")
        public void listIsTheEvent(List<String> event) {}

        @DedupeEvent(name = "divided", key = "#each")
        @KafkaListener(topics = "orders", batch = "true")
        public void divided(List<String> events, Consumer<String, String> consumer) {}

        @DedupeEvent(name = "records", preset = DedupeEvent.Preset.KAFKA_KEY)
        @KafkaListener(topics = "orders")
        public void records(ConsumerRecords<String, String> events) {}

        @DedupeEvent(name = "messages", preset = DedupeEvent.Preset.HEADER, header = "id", condition = "#each != null")
        @KafkaListener(topics = "orders")
        public void messages(List<Message<String>> events) {}

        @DedupeEvent(name = "list-of-records", key = "#each.value()")
        @KafkaListener(topics = "orders")
        public void listOfRecords(List<ConsumerRecord<String, String>> events) {}

        @DedupeEvent(name = "no-listener", key = "#p0.get(0)")
        public void noListener(List<String> event) {}
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(BatchMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void batchStopsTheStartWithItsMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }

    @Test
    void oneEventAtATimeIsAccepted() {
        assertThatCode(() -> Sources.plain().validate(Single.class)).doesNotThrowAnyException();
    }
}
