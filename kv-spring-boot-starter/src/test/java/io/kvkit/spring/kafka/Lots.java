package io.kvkit.spring.kafka;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.DedupeEvent.Preset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.messaging.Message;

/** Listeners that take batches, in all shapes. A value that begins with "bad" fails. */
@EnableKafka
abstract class Lots {

    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final List<String> tried = new CopyOnWriteArrayList<>();

    /** The values whose handling ended well, in order. */
    List<String> handled() {
        return handled;
    }

    List<String> tried() {
        return tried;
    }

    void take(List<String> values) {
        tried.addAll(values);
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i).startsWith("bad")) {
                throw failed(values, i);
            }
            handled.add(values.get(i));
        }
    }

    BatchListenerFailedException failed(List<String> values, int index) {
        return new BatchListenerFailedException("no " + values.get(index), new IllegalStateException(), index);
    }

    static class OfValues extends Lots {

        @DedupeEvent(name = "lots", key = "#each")
        @KafkaListener(topics = "${topic}", batch = "true")
        public void on(List<String> values) {
            take(values);
        }
    }

    static class OfList extends Lots {

        @DedupeEvent(name = "lots", key = "#each.value()")
        @KafkaListener(topics = "${topic}", batch = "true")
        public void on(List<ConsumerRecord<String, String>> records) {
            take(records.stream().map(ConsumerRecord::value).toList());
        }
    }

    static class OfRecords extends Lots {

        private final Map<String, ConsumerRecord<?, ?>> records = new ConcurrentHashMap<>();

        @DedupeEvent(name = "lots", preset = Preset.KAFKA_KEY)
        @KafkaListener(topics = "${topic}", batch = "true")
        public void on(ConsumerRecords<String, String> delivered) {
            List<String> values = new ArrayList<>();
            for (ConsumerRecord<String, String> one : delivered) {
                records.put(one.value(), one);
                values.add(one.value());
            }
            take(values);
        }

        @Override
        BatchListenerFailedException failed(List<String> values, int index) {
            return new BatchListenerFailedException("no", new IllegalStateException(), records.get(values.get(index)));
        }
    }

    static class OfMessages extends Lots {

        @DedupeEvent(name = "lots", preset = Preset.HEADER, header = "event-id")
        @KafkaListener(topics = "${topic}", batch = "true")
        public void on(List<Message<String>> messages) {
            take(messages.stream().map(Message::getPayload).toList());
        }
    }
}
