package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.AmqpAcknowledgment;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.ShareAcknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;

/** Listeners of every transport that acknowledge by hand, and what becomes of deliveries that they are not called for. */
@Tag("slow")
class ManualAcknowledgmentTest {

    static class Listener {

        @DedupeEvent(name = "kafka", key = "#id", inProgress = DedupeEvent.InProgress.REJECT)
        public void on(String id, Acknowledgment acknowledgment, Runnable work) {
            work.run();
        }

        @DedupeEvent(name = "share", key = "#id", inProgress = DedupeEvent.InProgress.REJECT)
        public void on(String id, ShareAcknowledgment acknowledgment, Runnable work) {
            work.run();
        }

        @DedupeEvent(name = "amqp", key = "#id", inProgress = DedupeEvent.InProgress.REJECT)
        public void on(String id, AmqpAcknowledgment acknowledgment, Runnable work) {
            work.run();
        }

        @DedupeEvent(name = "amqp-message", key = "#id", inProgress = DedupeEvent.InProgress.REJECT)
        public void on(String id, org.springframework.amqp.core.Message message, Runnable work) {
            work.run();
        }

        @DedupeEvent(name = "sqs", key = "#id", inProgress = DedupeEvent.InProgress.REJECT)
        public void on(
                String id,
                io.awspring.cloud.sqs.listener.acknowledgement.Acknowledgement acknowledgement,
                Runnable work) {
            work.run();
        }

        @DedupeEvent(name = "pulsar", key = "#id", inProgress = DedupeEvent.InProgress.REJECT)
        public void on(String id, org.springframework.pulsar.listener.Acknowledgement acknowledgement, Runnable work) {
            work.run();
        }

        @DedupeEvent(name = "message", key = "#id", inProgress = DedupeEvent.InProgress.REJECT)
        public void on(String id, Message<?> message, Runnable work) {
            work.run();
        }

        @DedupeEvent(name = "headers", key = "#id", inProgress = DedupeEvent.InProgress.REJECT)
        public void on(String id, Map<String, Object> headers, Runnable work) {
            work.run();
        }
    }

    /** A delivery to the listener, and the names of the methods of its acknowledgment that were called. */
    record Delivery(String name, List<String> heard, Call call) {

        /** Calls the listener. */
        interface Call {
            void on(Listener listener, Runnable work);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Delivery> throwing() {
        return Stream.of(
                delivery("kafka", Acknowledgment.class, (listener, it) -> work -> listener.on("1", it, work)),
                delivery("amqp", AmqpAcknowledgment.class, (listener, it) -> work -> listener.on("1", it, work)),
                delivery("amqp message", AmqpAcknowledgment.class, (listener, it) -> {
                    MessageProperties properties = new MessageProperties();
                    properties.setAmqpAcknowledgment(it);
                    return work ->
                            listener.on("1", new org.springframework.amqp.core.Message(new byte[0], properties), work);
                }),
                delivery(
                        "sqs",
                        io.awspring.cloud.sqs.listener.acknowledgement.Acknowledgement.class,
                        (listener, it) -> work -> listener.on("1", it, work)),
                delivery(
                        "message",
                        Acknowledgment.class,
                        (listener, it) -> work -> listener.on(
                                "1",
                                MessageBuilder.withPayload("")
                                        .setHeader("kafka_acknowledgment", it)
                                        .build(),
                                work)),
                delivery(
                        "headers",
                        Acknowledgment.class,
                        (listener, it) -> work ->
                                listener.on("1", new MessageHeaders(Map.of("kafka_acknowledgment", it)), work)));
    }

    static Stream<Delivery> all() {
        return Stream.concat(throwing(), givingBack());
    }

    static Stream<Delivery> givingBack() {
        return Stream.of(
                delivery("renew", ShareAcknowledgment.class, (listener, it) -> work -> listener.on("1", it, work)),
                delivery(
                        "nack",
                        org.springframework.pulsar.listener.Acknowledgement.class,
                        (listener, it) -> work -> listener.on("1", it, work)));
    }

    private static <A> Delivery delivery(String name, Class<A> type, BiFunction<Listener, A, Consumer<Runnable>> call) {
        List<String> heard = new ArrayList<>();
        Object acknowledgment =
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("hashCode")) {
                        return 1;
                    }
                    heard.add(method.getName());
                    return null;
                });
        return new Delivery(
                name,
                heard,
                (listener, work) ->
                        call.apply(listener, type.cast(acknowledgment)).accept(work));
    }

    private static void with(Consumer<Listener> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withBean(Listener.class)
                .run(context -> test.accept(context.getBean(Listener.class)));
    }

    @ParameterizedTest
    @MethodSource("all")
    void duplicateIsAcknowledgedAndAFirstDeliveryIsLeftToTheListener(Delivery delivery) {
        with(listener -> {
            delivery.call().on(listener, () -> {});
            assertThat(delivery.heard()).isEmpty();
            delivery.call().on(listener, () -> {});
            assertThat(delivery.heard()).containsExactly("acknowledge");
        });
    }

    @ParameterizedTest
    @MethodSource("throwing")
    void deliveryOfAnEventInProgressIsThrownBackToItsContainer(Delivery delivery) {
        with(listener -> delivery.call()
                .on(
                        listener,
                        () -> assertThatThrownBy(() -> delivery.call().on(listener, () -> {}))
                                .isInstanceOf(EventInProgressException.class)));
        assertThat(delivery.heard()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("givingBack")
    void deliveryOfAnEventInProgressIsGivenBackWhereAnExceptionWouldStopTheContainer(Delivery delivery) {
        with(listener -> delivery.call().on(listener, () -> delivery.call().on(listener, () -> {})));
        assertThat(delivery.heard()).containsExactly(delivery.name());
    }
}
