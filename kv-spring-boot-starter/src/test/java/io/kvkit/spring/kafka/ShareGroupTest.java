package io.kvkit.spring.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.Begun;
import io.kvkit.KvClient;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.tck.Eventually;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ShareKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultShareConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties.ShareAckMode;
import org.springframework.kafka.support.ShareAcknowledgment;

/** Events that a broker of Kafka delivers to a share group. */
@Tag("slow")
class ShareGroupTest {

    /** What listeners tried. */
    static class Billing {

        private final List<String> tried = new CopyOnWriteArrayList<>();

        List<String> tried() {
            return tried;
        }

        void take(String event) {
            boolean first = !tried.contains(event);
            tried.add(event);
            if (event.equals("bad") || event.equals("late") && first) {
                throw new IllegalStateException(event);
            }
        }
    }

    static class Explicit extends Billing {

        @DedupeEvent(name = "billing", key = "#event")
        @KafkaListener(topics = "${topic}", groupId = "${topic}", containerFactory = "shared")
        public void on(String event) {
            take(event);
        }
    }

    static class Manual extends Billing {

        @DedupeEvent(name = "billing", key = "#event")
        @KafkaListener(topics = "${topic}", groupId = "${topic}", containerFactory = "shared")
        public void on(String event, ShareAcknowledgment acknowledgment) {
            take(event);
            acknowledgment.acknowledge();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableKafka
    static class Shared {

        private final ShareAckMode mode;

        Shared(ShareAckMode mode) {
            this.mode = mode;
        }

        @Bean
        ShareKafkaListenerContainerFactory<String, String> shared() {
            var factory = new ShareKafkaListenerContainerFactory<>(new DefaultShareConsumerFactory<String, String>(
                    Map.of("bootstrap.servers", Broker.servers(), "fetch.max.wait.ms", 50),
                    StringDeserializer::new,
                    StringDeserializer::new));
            factory.getContainerProperties().setShareAckMode(mode);
            factory.setShareConsumerRecordRecoverer((failed, failure) -> AcknowledgeType.RELEASE);
            return factory;
        }
    }

    /** The outcomes of deliveries. */
    static final class Outcomes implements KvListener {

        private final List<Outcome> seen = new CopyOnWriteArrayList<>();

        @Override
        public void onEvent(KvEvent event) {
            if (event instanceof OnceEvent once) {
                seen.add(once.outcome());
            }
        }

        int count(Outcome outcome) {
            return Collections.frequency(seen, outcome);
        }
    }

    private static ApplicationContextRunner app(String topic, Class<? extends Billing> listener) {
        Broker.fromTheStart(topic);
        return Consumers.on(topic, listener)
                .withUserConfiguration(Shared.class)
                .withBean(Outcomes.class)
                .withBean(
                        ShareAckMode.class,
                        () -> listener == Manual.class ? ShareAckMode.MANUAL : ShareAckMode.EXPLICIT);
    }

    @ParameterizedTest
    @ValueSource(classes = {Explicit.class, Manual.class})
    void eachEventIsHandledOnceAndABadOneIsParkedBeforeItIsLost(Class<? extends Billing> listener) {
        String topic = Broker.topic();
        Broker.send(topic, "a", "late", "a", "bad", "b");
        app(topic, listener)
                .withPropertyValues("kv.dedupe.consumers.billing.max-attempts=4")
                .run(context -> {
                    Outcomes outcomes = context.getBean(Outcomes.class);
                    Billing billing = context.getBean(Billing.class);
                    Eventually.asserted(() -> {
                        assertThat(outcomes.seen).contains(Outcome.DUPLICATE, Outcome.PARKED);
                        assertThat(billing.tried())
                                .containsExactlyInAnyOrder("a", "late", "late", "bad", "bad", "bad", "bad", "b");
                    });
                });
    }

    // The broker gives a record up after its fifth delivery.
    @Test
    void eventInProgressIsKeptUntilItIsHandled() {
        String topic = Broker.topic();
        app(topic, Manual.class)
                .withPropertyValues("kv.dedupe.consumers.billing.in-progress=reject")
                .run(context -> {
                    Begun<Void> elsewhere =
                            context.getBean(KvClient.class).consumer("billing").begin("a");
                    Broker.send(topic, "a", "b");
                    Billing billing = context.getBean(Billing.class);
                    Outcomes outcomes = context.getBean(Outcomes.class);
                    Eventually.until(() -> outcomes.count(Outcome.IN_PROGRESS) > 5
                            && billing.tried().contains("b"));
                    assertThat(billing.tried()).containsExactly("b");
                    ((Begun.Started<Void>) elsewhere).handle().fail();
                    Eventually.until(() -> billing.tried().contains("a"));
                    assertThat(billing.tried()).containsExactly("b", "a");
                });
    }
}
