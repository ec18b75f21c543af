package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent;
import jakarta.jms.Session;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.ShareKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultShareConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties.ShareAckMode;
import org.springframework.kafka.listener.ShareConsumerRecordRecoverer;

/** What the factories of containers are set to, and whether a listener with {@code @DedupeEvent} may be in one. */
@Tag("slow")
class ListenerContainersTest {

    static class OnKafka {

        @DedupeEvent(name = "kafka", key = "#p0")
        @KafkaListener(topics = "orders", containerFactory = "${factory:of}Orders")
        public void on(Object event) {}
    }

    static class OnRabbit {

        @DedupeEvent(name = "rabbit", key = "#p0")
        @RabbitListener(queues = "orders")
        public void on(String event) {}
    }

    static class OnJms {

        @DedupeEvent(name = "jms", key = "#p0")
        @JmsListener(destination = "orders")
        public void on(String event) {}
    }

    private static <F> void accepted(Class<?> listener, String name, Class<F> type, Supplier<F> factory) {
        Contexts.runner()
                .withBean(listener)
                .withBean(name, type, factory)
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static <F> void refused(
            Class<?> listener, String name, Class<F> type, Supplier<F> factory, String... message) {
        Contexts.runner()
                .withBean(listener)
                .withBean(name, type, factory)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasMessageContaining("@DedupeEvent on " + listener.getName() + ".on(")
                        .hasMessageContaining("the container factory " + name)
                        .hasMessageContainingAll(message));
    }

    private static ShareKafkaListenerContainerFactory<String, String> share(
            ShareAckMode mode, ShareConsumerRecordRecoverer recoverer) {
        var factory =
                new ShareKafkaListenerContainerFactory<>(new DefaultShareConsumerFactory<String, String>(Map.of()));
        factory.getContainerProperties().setShareAckMode(mode);
        if (recoverer != null) {
            factory.setShareConsumerRecordRecoverer(recoverer);
        }
        return factory;
    }

    private static void share(ShareAckMode mode, ShareConsumerRecordRecoverer recoverer, String... message) {
        Class<ShareKafkaListenerContainerFactory> type = ShareKafkaListenerContainerFactory.class;
        if (message.length == 0) {
            accepted(OnKafka.class, "ofOrders", type, () -> share(mode, recoverer));
        } else {
            refused(OnKafka.class, "ofOrders", type, () -> share(mode, recoverer), message);
        }
    }

    @Test
    void shareGroupThatLosesWhatAListenerThrowsStopsTheStart() {
        share(ShareAckMode.EXPLICIT, null, "rejects for good", "ShareConsumerRecordRecoverer.RELEASING");
        share(ShareAckMode.MANUAL, ShareConsumerRecordRecoverer.REJECTING, "rejects for good");
        share(ShareAckMode.IMPLICIT, ShareConsumerRecordRecoverer.RELEASING, "accepts a record", "MANUAL");
        share(ShareAckMode.EXPLICIT, ShareConsumerRecordRecoverer.RELEASING, "gives a record up", "MANUAL");
    }

    @Test
    void shareGroupThatReleasesWhatAListenerThrowsIsAccepted() {
        share(ShareAckMode.EXPLICIT, (failed, failure) -> AcknowledgeType.RELEASE);
    }

    @Test
    void batchesOfTheFactoryStopTheStart() {
        refused(
                OnKafka.class,
                "ofOrders",
                ConcurrentKafkaListenerContainerFactory.class,
                () -> {
                    var factory = new ConcurrentKafkaListenerContainerFactory<String, String>();
                    factory.setBatchListener(true);
                    return factory;
                },
                "delivers batches of events",
                "batch = \"false\" at @KafkaListener");
        accepted(
                OnKafka.class,
                "ofOrders",
                ConcurrentKafkaListenerContainerFactory.class,
                ConcurrentKafkaListenerContainerFactory::new);
    }

    private static SimpleRabbitListenerContainerFactory rabbit(AcknowledgeMode mode) {
        SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
        factory.setAcknowledgeMode(mode);
        return factory;
    }

    @Test
    void rabbitWithoutAcknowledgmentsStopsTheStart() {
        Class<SimpleRabbitListenerContainerFactory> type = SimpleRabbitListenerContainerFactory.class;
        String name = "rabbitListenerContainerFactory";
        refused(OnRabbit.class, name, type, () -> rabbit(AcknowledgeMode.NONE), "AcknowledgeMode.AUTO");
        accepted(OnRabbit.class, name, type, () -> rabbit(AcknowledgeMode.AUTO));
    }

    private static DefaultJmsListenerContainerFactory jms(Boolean transacted, Integer mode) {
        DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
        factory.setSessionTransacted(transacted);
        factory.setSessionAcknowledgeMode(mode);
        return factory;
    }

    @Test
    void jmsThatAcknowledgesBeforeItsListenerStopsTheStart() {
        Class<DefaultJmsListenerContainerFactory> type = DefaultJmsListenerContainerFactory.class;
        String name = "jmsListenerContainerFactory";
        refused(OnJms.class, name, type, () -> jms(false, Session.AUTO_ACKNOWLEDGE), "before its listener");
        accepted(OnJms.class, name, type, () -> jms(false, Session.CLIENT_ACKNOWLEDGE));
        accepted(OnJms.class, name, type, () -> jms(true, Session.AUTO_ACKNOWLEDGE));
        refused(
                OnJms.class,
                name,
                type,
                () -> {
                    DefaultJmsListenerContainerFactory factory = jms(false, Session.CLIENT_ACKNOWLEDGE);
                    factory.setAcknowledgeAfterListener(false);
                    return factory;
                },
                "acknowledges nothing");
    }
}
