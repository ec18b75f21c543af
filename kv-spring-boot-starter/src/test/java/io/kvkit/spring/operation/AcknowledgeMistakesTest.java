package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThatCode;

import com.rabbitmq.client.Channel;
import io.awspring.cloud.sqs.annotation.SqsListener;
import io.kvkit.annotation.DedupeEvent;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.core.AmqpAcknowledgment;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.messaging.Message;
import org.springframework.pulsar.annotation.PulsarListener;
import org.springframework.pulsar.listener.AckMode;
import org.springframework.pulsar.listener.Acknowledgement;
import org.springframework.pulsar.reactive.config.annotation.ReactivePulsarListener;
import reactor.core.publisher.Mono;

/** Listeners whose deliveries are over too early, or whose duplicates nobody would acknowledge. */
class AcknowledgeMistakesTest {

    @Refused("@DedupeEvent on HERE.m(String): @RabbitListener(ackMode = \"NONE\") acknowledges a delivery whatever its "
            + "listener throws. Let the container acknowledge, with ackMode = \"AUTO\".")
    static class RabbitWithoutAcknowledgment {

        @DedupeEvent(name = "none", key = "#p0")
        @RabbitListener(queues = "orders", ackMode = "NONE")
        public void m(String event) {}
    }

    @Refused("@DedupeEvent on HERE.m(String): @SqsListener(acknowledgementMode = \"ALWAYS\") acknowledges a delivery "
            + "whatever its listener throws. Let the container acknowledge, with acknowledgementMode = \"ON_SUCCESS\".")
    static class SqsAlways {

        @DedupeEvent(name = "always", key = "#p0")
        @SqsListener(value = "orders", acknowledgementMode = "ALWAYS")
        public void m(String event) {}
    }

    @Refused("@DedupeEvent on HERE.m(String, Channel): the listener acknowledges on a Channel, so a duplicate would not"
            + " be acknowledged. Let the container acknowledge, with ackMode = \"AUTO\".")
    static class RabbitChannel {

        @DedupeEvent(name = "channel", key = "#p0")
        @RabbitListener(queues = "orders")
        public void m(String event, Channel channel) {}
    }

    @Refused("@DedupeEvent on HERE.m(String): @KafkaListener(ackMode = \"MANUAL_IMMEDIATE\") needs the transport's"
            + " acknowledgment as an argument, by which a duplicate is acknowledged. Let the container acknowledge, with"
            + " ackMode = \"RECORD\".")
    static class KafkaManual {

        @DedupeEvent(name = "manual", key = "#p0")
        @KafkaListener(topics = "orders", ackMode = "MANUAL_IMMEDIATE")
        public void m(String event) {}
    }

    @Refused("@DedupeEvent on HERE.m(String): @SqsListener(acknowledgementMode = \"MANUAL\") needs the transport's"
            + " acknowledgment as an argument, by which a duplicate is acknowledged. Let the container acknowledge, with"
            + " acknowledgementMode = \"ON_SUCCESS\".")
    static class SqsManual {

        @DedupeEvent(name = "sqs-manual", key = "#p0")
        @SqsListener(value = "orders", acknowledgementMode = "MANUAL")
        public void m(String event) {}
    }

    @Refused("@DedupeEvent on HERE.m(String): @PulsarListener(ackMode = \"MANUAL\") needs the transport's"
            + " acknowledgment as an argument, by which a duplicate is acknowledged. Let the container acknowledge, with"
            + " ackMode = \"RECORD\".")
    static class PulsarManual {

        @DedupeEvent(name = "pulsar-manual", key = "#p0")
        @PulsarListener(topics = "orders", ackMode = AckMode.MANUAL)
        public void m(String event) {}
    }

    static class Right {

        @DedupeEvent(name = "sqs", key = "#p0")
        @SqsListener(value = "orders", acknowledgementMode = "MANUAL")
        public void sqs(String event, io.awspring.cloud.sqs.listener.acknowledgement.Acknowledgement acknowledgement) {}

        @DedupeEvent(name = "pulsar", key = "#p0")
        @PulsarListener(topics = "orders")
        public void pulsar(String event) {}

        @DedupeEvent(name = "pulsar-manual", key = "#p0")
        @PulsarListener(topics = "orders", ackMode = AckMode.MANUAL)
        public void pulsar(String event, Acknowledgement acknowledgement) {}

        @DedupeEvent(name = "reactive-pulsar", key = "#p0")
        @ReactivePulsarListener(topics = "orders")
        public Mono<Void> reactivePulsar(String event) {
            return Mono.empty();
        }

        @DedupeEvent(name = "kafka", key = "#p0")
        @KafkaListener(topics = "orders", ackMode = "MANUAL")
        public void kafka(String event, Acknowledgment acknowledgment) {}

        @DedupeEvent(name = "kafka-message", key = "#p0.payload")
        @KafkaListener(topics = "orders", ackMode = "MANUAL")
        public void kafka(Message<String> event) {}

        @DedupeEvent(name = "rabbit", key = "#p0")
        @RabbitListener(queues = "orders", ackMode = "AUTO")
        public void rabbit(String event, Channel channel) {}

        @DedupeEvent(name = "rabbit-mono", key = "#p0")
        @RabbitListener(queues = "orders", ackMode = "MANUAL")
        public Mono<Void> rabbit(String event) {
            return Mono.empty();
        }

        @DedupeEvent(name = "amqp", key = "#p0")
        @RabbitListener(queues = "orders", ackMode = "MANUAL")
        public void amqp(String event, AmqpAcknowledgment acknowledgment) {}
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(AcknowledgeMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void deliveryThatEndsWronglyStopsTheStartWithItsMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }

    @Test
    void deliveryThatEndsRightlyIsAccepted() {
        assertThatCode(() -> Sources.plain().validate(Right.class)).doesNotThrowAnyException();
    }
}
