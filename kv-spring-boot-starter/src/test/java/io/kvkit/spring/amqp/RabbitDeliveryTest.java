package io.kvkit.spring.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvkit.Begun;
import io.kvkit.KvClient;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.tck.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;

/** Events that a broker of AMQP 0-9-1 delivers to a listener. */
@Tag("slow")
class RabbitDeliveryTest {

    static class Billing {

        private final List<String> tried = new CopyOnWriteArrayList<>();

        List<String> tried() {
            return tried;
        }

        @DedupeEvent(name = "billing", key = "#event")
        @RabbitListener(queues = "${queue}")
        public void on(String event) {
            tried.add(event);
            if (event.equals("bad")) {
                throw new IllegalStateException("bad");
            }
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
    }

    private final String queue = "q" + UUID.randomUUID();

    private void run(String store, ContextConsumer<AssertableApplicationContext> test) {
        new ApplicationContextRunner()
                .withUserConfiguration(RabbitConsumer.class, RabbitQueue.class)
                .withBean(Billing.class)
                .withBean(Outcomes.class)
                .withPropertyValues(
                        "amqp.port=" + AmqpBroker.port(),
                        "queue=" + queue,
                        "kv.store=" + store,
                        "kv.redis.uri=" + TestRedis.uri(),
                        "kv.redis.timeout=20s",
                        "kv.key-prefix=" + queue,
                        "kv.dedupe.consumers.billing.max-attempts=3",
                        "kv.dedupe.consumers.billing.in-progress=reject")
                .run(test);
    }

    private void send(AssertableApplicationContext context, String... events) {
        for (String event : events) {
            context.getBean(RabbitTemplate.class).convertAndSend(queue, event);
        }
    }

    private static void until(BooleanSupplier condition) {
        await().atMost(Duration.ofSeconds(30)).until(condition::getAsBoolean);
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void duplicateIsAcknowledgedAndABadEventIsParked(String store) {
        run(store, context -> {
            Billing billing = context.getBean(Billing.class);
            List<Outcome> seen = context.getBean(Outcomes.class).seen;
            send(context, "a", "a", "bad", "b", "a", "c");
            until(() -> billing.tried().contains("c") && seen.contains(Outcome.PARKED));
            assertThat(billing.tried()).filteredOn("bad"::equals).hasSize(3);
            assertThat(billing.tried())
                    .filteredOn(event -> !event.equals("bad"))
                    .containsExactly("a", "b", "c");
            assertThat(seen).filteredOn(Outcome.DUPLICATE::equals).hasSize(2);
        });
        // Nothing is left for another consumer.
        run(store, context -> {
            send(context, "last");
            until(() -> context.getBean(Billing.class).tried().contains("last"));
            assertThat(context.getBean(Billing.class).tried()).containsExactly("last");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void eventInProgressIsRequeuedUntilItIsHandled(String store) {
        run(store, context -> {
            Begun<Void> elsewhere =
                    context.getBean(KvClient.class).consumer("billing").begin("a");
            send(context, "a", "b");
            List<Outcome> seen = context.getBean(Outcomes.class).seen;
            until(() -> seen.stream().filter(Outcome.IN_PROGRESS::equals).count() > 20);
            assertThat(context.getBean(Billing.class).tried()).doesNotContain("a");
            ((Begun.Started<Void>) elsewhere).handle().fail();
            until(() -> context.getBean(Billing.class).tried().containsAll(List.of("a", "b")));
        });
    }
}
