package io.kvkit.spring.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.tck.TestRedis;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two applications handle events of one queue, of which each is sent twice, and every fifth fails at first. One of them stops
 * and starts in between.
 */
@Tag("slow")
@Timeout(3_600)
class RequeueStormTest {

    private static final int EVENTS = Integer.getInteger("kvkit.rabbit.events", 300);

    /** What the listeners of all applications did. */
    record Handled(Set<String> failed, Map<String, Integer> times) {

        void handle(String event) {
            if (event.endsWith("5") && failed.add(event)) {
                throw new IllegalStateException("not now");
            }
            times.merge(event, 1, Integer::sum);
        }
    }

    static class Billing {

        private final Handled handled;

        Billing(Handled handled) {
            this.handled = handled;
        }

        @DedupeEvent(name = "billing", key = "#event")
        @RabbitListener(queues = "${queue}", concurrency = "2")
        public void on(String event) {
            handled.handle(event);
        }
    }

    private final Handled handled = new Handled(ConcurrentHashMap.newKeySet(), new ConcurrentHashMap<>());
    private final String queue = "q" + UUID.randomUUID();

    private ConfigurableApplicationContext start() {
        return new SpringApplicationBuilder(RabbitConsumer.class, RabbitQueue.class, Billing.class)
                .web(WebApplicationType.NONE)
                .properties(
                        "amqp.port=" + AmqpBroker.port(),
                        "queue=" + queue,
                        "kv.redis.uri=" + TestRedis.uri(),
                        "kv.redis.timeout=20s",
                        "kv.key-prefix=" + queue,
                        "kv.dedupe.defaults.in-progress=reject")
                .initializers(context -> context.getBeanFactory().registerSingleton("handled", handled))
                .run();
    }

    private void untilHandled(int count) {
        await().atMost(Duration.ofMinutes(5)).until(() -> handled.times.size() >= count);
    }

    @Test
    void eachEventIsHandledOnce() {
        try (var first = start()) {
            RabbitTemplate template = first.getBean(RabbitTemplate.class);
            for (int i = 0; i < EVENTS; i++) {
                template.convertAndSend(queue, "e" + i);
                template.convertAndSend(queue, "e" + i);
            }
            try (var second = start()) {
                assertThat(second.isRunning()).isTrue();
                untilHandled(EVENTS / 2);
            }
            try (var third = start()) {
                assertThat(third.isRunning()).isTrue();
                untilHandled(EVENTS);
            }
            AmqpAdmin admin = first.getBean(AmqpAdmin.class);
            await().atMost(Duration.ofMinutes(1))
                    .until(() -> admin.getQueueInfo(queue).getMessageCount() == 0);
            assertThat(handled.times).hasSize(EVENTS);
            assertThat(handled.times.values()).containsOnly(1);
        }
    }
}
