package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.kvkit.annotation.DedupeEvent;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;

/** Listeners whose batches {@code @DedupeEvent} would take for one event. */
class BatchMistakesTest {

    private static final String MEND = ", and one key would turn them into one event. Take one event at a time, and "
            + "write batch = \"false\" where the listener has it.";

    @Refused("@DedupeEvent(key = \"#p0\") on HERE.m(List): @KafkaListener(batch = \"true\") delivers a list of events"
            + MEND)
    static class BatchIsWritten {

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

    @Refused("@DedupeEvent(key = \"#p0.size()\") on HERE.m(List): @KafkaListener delivers a batch of events, as "
            + "java.util.List<java.lang.String>" + MEND)
    static class ListOfAFactory {

        @DedupeEvent(name = "list", key = "#p0.size()")
        @KafkaListener(topics = "orders")
        public void m(List<String> events) {}
    }

    @Refused("@DedupeEvent(key = \"#p0.size()\") on HERE.m(List): @KafkaListener delivers a batch of events, as "
            + "java.util.List<org.apache.kafka.clients.consumer.ConsumerRecord<java.lang.String, java.lang.String>>"
            + MEND)
    static class ListOfRecords {

        @DedupeEvent(name = "records", key = "#p0.size()")
        @KafkaListener(topics = "orders")
        public void m(List<ConsumerRecord<String, String>> events) {}
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

    static class Single {

        @DedupeEvent(name = "one", key = "#p0")
        @KafkaListener(topics = "orders")
        public void one(String event, @Header("trace") List<String> trace) {}

        @DedupeEvent(name = "list-event", key = "#p0.get(0)")
        @KafkaListener(topics = "orders", batch = "false")
        public void listIsTheEvent(List<String> event) {}

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
