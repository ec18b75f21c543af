package io.kvkit.spring.operation;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.http.ResponseEntity;
import org.springframework.messaging.Message;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import reactor.core.publisher.Flux;

/** Mistakes at {@code @Idempotent} and {@code @DedupeEvent}. */
class OnceMistakesTest {

    @Refused("@DedupeEvent(key) on HERE.m(String): it is required. Write what identifies the event, as in "
            + "key = \"#event.id\".")
    static class EventWithoutKey {

        @DedupeEvent
        public void m(String event) {}
    }

    @Refused("@DedupeEvent(duplicateResult) on HERE.m(String): it is required, because the method returns "
            + "boolean and never null. Write what a duplicate gets, as in duplicateResult = \"0\".")
    static class EventIntoPrimitive {

        @DedupeEvent(key = "#event")
        public boolean m(String event) {
            return true;
        }
    }

    @Refused("@DedupeEvent(duplicateResult = \"1\") on HERE.m(String): the method returns nothing. Remove "
            + "it, or return a value.")
    static class EventIntoVoid {

        @DedupeEvent(key = "#event", duplicateResult = "1")
        public void m(String event) {}
    }

    @Refused("@Idempotent(key) on HERE.m(String): it is required, because the method is not on a controller and "
            + "has no request header. Write what identifies the call, as in key = \"#order.id\".")
    static class IdempotentService {

        @Idempotent
        public String m(String order) {
            return "";
        }
    }

    @Refused("@Idempotent(lease = \"PT1M\") on HERE.m(String): it is longer than the ttl, PT10S. Set a "
            + "lease that is not longer than the ttl, or a longer ttl.")
    static class IdempotentLease {

        @Idempotent(key = "#order", ttl = "10s", lease = "1m")
        public String m(String order) {
            return "";
        }
    }

    @Refused("@Idempotent(header = \"X-Key\") on HERE.m(String): the key is an expression already: #order. "
            + "Set key or header, not both.")
    static class IdempotentKeyAndHeader {

        @Idempotent(key = "#order", header = "X-Key")
        public String m(String order) {
            return "";
        }
    }

    @Refused("@Idempotent(header = \"my key\") on HERE.m(String): it is not the name of a header. Write one, as "
            + "in header = \"Idempotency-Key\".")
    @Controller
    static class IdempotentHeader {

        @Idempotent(header = "my key")
        @PostMapping("/")
        public String m(String order) {
            return "";
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns SseEmitter, and a stream cannot be replayed. Return "
            + "a value.")
    @Controller
    static class IdempotentStream {

        @Idempotent
        @PostMapping("/")
        public SseEmitter m(String order) {
            return new SseEmitter();
        }
    }

    @Refused(
            "@Idempotent on HERE.m(String): it returns Flux, and a stream cannot be kept. Return a Mono of a list, for "
                    + "example with collectList().")
    static class IdempotentFlux {

        @Idempotent(key = "#order")
        public Flux<String> m(String order) {
            return Flux.empty();
        }
    }

    @Refused(
            "@Idempotent on HERE.m(String): it returns Callable, whose work begins when the method has ended. Return a "
                    + "CompletableFuture.")
    static class IdempotentCallable {

        @Idempotent(key = "#order")
        public Callable<String> m(String order) {
            return () -> order;
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns java.lang.Object, so the type of a stored result is not known."
            + " Return a class, or fix the type parameter in the class of the bean.")
    static class IdempotentAnything {

        @Idempotent(key = "#order")
        public Object m(String order) {
            return order;
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns ResponseEntity, which is a response and not a value. Return"
            + " what is in it.")
    static class IdempotentResponse {

        @Idempotent(key = "#order")
        public ResponseEntity<String> m(String order) {
            return ResponseEntity.ok(order);
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns Stream, which is read once only. Return a list or an array.")
    static class IdempotentOnce {

        @Idempotent(key = "#order")
        public Stream<String> m(String order) {
            return Stream.of(order);
        }
    }

    @Refused("@DedupeEvent on HERE.m(String): it returns Callable, whose work begins when the method has ended. "
            + "Return a CompletableFuture.")
    static class DedupeCallable {

        @DedupeEvent(key = "#event")
        public Callable<String> m(String event) {
            return () -> event;
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns Flux, and a stream cannot be kept. Return a Mono of a list, "
            + "for example with collectList().")
    static class IdempotentServiceOfMany {

        @Idempotent(key = "#order")
        public Flux<String> m(String order) {
            return Flux.empty();
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns Callable, whose work begins when the method has ended. "
            + "Return a CompletableFuture.")
    static class IdempotentServiceOfLater {

        @Idempotent(key = "#order")
        public Callable<String> m(String order) {
            return () -> order;
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns java.lang.Object, so the type of a stored result is not known. "
            + "Return a class, or fix the type parameter in the class of the bean.")
    static class IdempotentServiceOfAnything {

        @Idempotent(key = "#order")
        public Object m(String order) {
            return order;
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns ResponseEntity, which is a response and not a value. Return"
            + " what is in it.")
    static class IdempotentServiceOfAResponse {

        @Idempotent(key = "#order")
        public ResponseEntity<String> m(String order) {
            return ResponseEntity.ok(order);
        }
    }

    @Refused("@Idempotent on HERE.m(String): it returns Stream, which is read once only. Return a list or an array.")
    static class IdempotentServiceOfAStream {

        @Idempotent(key = "#order")
        public Stream<String> m(String order) {
            return Stream.of(order);
        }
    }

    @Refused("@DedupeEvent(preset = \"STRIPE\") on HERE.m(String): it reads a request, and the method does not handle "
            + "requests. Put it on the handler method of a controller, or write a key.")
    static class PresetOnAListener {

        @DedupeEvent(preset = DedupeEvent.Preset.STRIPE)
        public void m(String event) {}
    }

    @Refused("@DedupeEvent(key = \"#event\") on HERE.m(String): preset = CLOUDEVENTS says what identifies the event."
            + " Set key or preset, not both.")
    @Controller
    static class KeyBesidePreset {

        @PostMapping
        @DedupeEvent(key = "#event", preset = DedupeEvent.Preset.CLOUDEVENTS)
        public void m(String event) {}
    }

    @Refused("@DedupeEvent(preset = \"KAFKA_KEY\") on HERE.m(String): it reads a ConsumerRecord or a Message, and the "
            + "method takes none. Take one, or write a key.")
    static class KeyOfNoRecord {

        @DedupeEvent(preset = DedupeEvent.Preset.KAFKA_KEY)
        public void m(String event) {}
    }

    @Refused("@DedupeEvent(preset = \"KAFKA_KEY\") on HERE.m(String): it reads a record of Kafka, and the method"
            + " handles requests. Write a key, as in key = \"#event.id\".")
    @Controller
    static class KeyOfARequest {

        @PostMapping
        @DedupeEvent(preset = DedupeEvent.Preset.KAFKA_KEY)
        public void m(String event) {}
    }

    @Refused("@DedupeEvent(header) on HERE.m(Message): it is required. Write one, as in header = \"X-Event-Id\".")
    static class NoHeader {

        @DedupeEvent(preset = DedupeEvent.Preset.HEADER)
        public void m(Message<String> event) {}
    }

    @Refused("@DedupeEvent(header = \"a b\") on HERE.m(Message): it is not the name of a header. Write one, as in "
            + "header = \"X-Event-Id\".")
    static class WrongHeader {

        @DedupeEvent(preset = DedupeEvent.Preset.HEADER, header = "a b")
        public void m(Message<String> event) {}
    }

    @Refused("@DedupeEvent(header = \"X-Id\") on HERE.m(String): only preset = HEADER reads it. Remove it, or write "
            + "preset = HEADER.")
    static class HeaderOfNothing {

        @DedupeEvent(key = "#event", header = "X-Id")
        public void m(String event) {}
    }

    @Refused("@DedupeEvent(preset = \"CONTENT\") on HERE.m(String, String): it is not clear which argument is the "
            + "content. Take one, annotate it with @Payload, or write a key.")
    static class SeveralContents {

        @DedupeEvent(preset = DedupeEvent.Preset.CONTENT)
        public void m(String event, String other) {}
    }

    @Refused("@DedupeEvent(preset = \"CONTENT\") on HERE.m(List): @RabbitListener(batch = \"true\") delivers a list of "
            + "events, and one key would turn them into one event. Take one event at a time, and write batch = "
            + "\"false\" where the listener has it.")
    static class ContentOfABatch {

        @DedupeEvent(preset = DedupeEvent.Preset.CONTENT)
        @RabbitListener(queues = "orders", batch = "true")
        public void m(List<String> events) {}
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(OnceMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
