package io.kvkit.spring.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;

import io.kvkit.Begun;
import io.kvkit.KvClient;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.util.backoff.FixedBackOff;

/** An event that is in progress elsewhere is delivered until it is handled, whatever the error handler does else. */
@Tag("slow")
class RedeliveryTest {

    @EnableKafka
    static class Billing {

        private final List<String> booked = new CopyOnWriteArrayList<>();

        List<String> booked() {
            return booked;
        }

        @DedupeEvent(name = "billing", key = "#event")
        @KafkaListener(topics = "${topic}")
        public void on(String event) {
            booked.add(event);
        }
    }

    /** Counts the deliveries of events in progress. */
    static final class Deliveries implements KvListener {

        private final AtomicInteger inProgress = new AtomicInteger();

        @Override
        public void onEvent(KvEvent event) {
            if (event instanceof OnceEvent once && once.outcome() == OnceEvent.Outcome.IN_PROGRESS) {
                inProgress.incrementAndGet();
            }
        }
    }

    /** An error handler that skips what fails. */
    @Configuration(proxyBeanMethods = false)
    static class Skipping {

        @Bean
        DefaultErrorHandler skipping() {
            var handler = new DefaultErrorHandler(new FixedBackOff(0, 0));
            handler.defaultFalse();
            return handler;
        }
    }

    @Test
    void eventInProgressIsDeliveredUntilItIsHandled() {
        String topic = Broker.topic();
        Consumers.on(topic, Billing.class)
                .withUserConfiguration(Skipping.class)
                .withBean(Deliveries.class)
                .withPropertyValues("kv.dedupe.consumers.billing.in-progress=reject")
                .run(context -> {
                    var begun =
                            context.getBean(KvClient.class).consumer("billing").begin("1");
                    Broker.send(topic, "1", "2");
                    Deliveries deliveries = context.getBean(Deliveries.class);
                    await().atMost(Duration.ofSeconds(30)).untilAtomic(deliveries.inProgress, isAtLeast(2));
                    assertThat(context.getBean(Billing.class).booked()).isEmpty();
                    assertThat(((Begun.Started<?>) begun).handle().fail()).isTrue();
                    await().atMost(Duration.ofSeconds(30))
                            .untilAsserted(() -> assertThat(
                                            context.getBean(Billing.class).booked())
                                    .containsExactly("1", "2"));
                });
    }

    private static Matcher<Integer> isAtLeast(int count) {
        return greaterThanOrEqualTo(count);
    }
}
