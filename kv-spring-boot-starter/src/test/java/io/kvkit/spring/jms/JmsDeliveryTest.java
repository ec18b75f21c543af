package io.kvkit.spring.jms;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.DedupeEvent.Preset;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.TestRedis;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.core.JmsTemplate;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;

/** Events that a broker of JMS delivers to a listener. */
@Tag("slow")
class JmsDeliveryTest {

    /** A listener that fails at the first delivery of {@code late}, when it may go on, and at all of {@code bad}. */
    abstract static class Billing {

        private final CountDownLatch goOn = new CountDownLatch(1);
        private final List<String> tried = new CopyOnWriteArrayList<>();

        void goOn() {
            goOn.countDown();
        }

        List<String> tried() {
            return tried;
        }

        void take(String event) {
            boolean first = !tried.contains(event);
            tried.add(event);
            if (event.equals("late") && first) {
                Eventually.until(() -> goOn.getCount() == 0);
                throw new IllegalStateException(event);
            }
            if (event.equals("bad")) {
                throw new IllegalStateException(event);
            }
        }
    }

    static class OfPayloads extends Billing {

        @DedupeEvent(name = "billing", key = "#event")
        @JmsListener(destination = "${queue}")
        public void on(String event) {
            take(event);
        }
    }

    static class OfMessages extends Billing {

        @DedupeEvent(name = "billing", key = "#event.JMSMessageID")
        @JmsListener(destination = "${queue}")
        public void on(TextMessage event) throws JMSException {
            take(event.getText());
        }
    }

    static class OfHeaders extends Billing {

        @DedupeEvent(name = "billing", preset = Preset.HEADER, header = "event_id")
        @JmsListener(destination = "${queue}")
        public void on(Message<String> event) {
            take(event.getPayload());
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

    private final String queue = "q" + UUID.randomUUID();

    private void run(
            Class<? extends Billing> listener,
            String store,
            boolean transacted,
            ContextConsumer<AssertableApplicationContext> test) {
        new ApplicationContextRunner()
                .withUserConfiguration(JmsConsumer.class)
                .withBean(listener)
                .withBean(Outcomes.class)
                .withPropertyValues(
                        "queue=" + queue,
                        "transacted=" + transacted,
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
            context.getBean(JmsTemplate.class).convertAndSend(queue, event, message -> {
                message.setStringProperty("event_id", event);
                return message;
            });
        }
    }

    private void untilNothingIsLeft(AssertableApplicationContext context) {
        JmsTemplate template = context.getBean(JmsTemplate.class);
        Eventually.until(() -> template.browse(
                queue, (session, browser) -> !browser.getEnumeration().hasMoreElements()));
    }

    @ParameterizedTest
    @CsvSource({"memory, true", "memory, false", "redis, true"})
    void duplicateIsAcknowledgedAndABadEventIsParked(String store, boolean transacted) {
        run(OfPayloads.class, store, transacted, context -> {
            Billing billing = context.getBean(Billing.class);
            Outcomes outcomes = context.getBean(Outcomes.class);
            send(context, "a", "a", "bad", "b", "a", "c");
            Eventually.until(() -> billing.tried().contains("c") && outcomes.count(Outcome.PARKED) > 0);
            assertThat(billing.tried()).containsExactlyInAnyOrder("a", "bad", "bad", "bad", "b", "c");
            assertThat(outcomes.count(Outcome.DUPLICATE)).isEqualTo(2);
            untilNothingIsLeft(context);
        });
    }

    @ParameterizedTest
    @CsvSource({"memory, true", "memory, false", "redis, true"})
    void messageThatFailedIsDeliveredAndHandledAgain(String store, boolean transacted) {
        run(OfMessages.class, store, transacted, context -> {
            Billing billing = context.getBean(Billing.class);
            billing.goOn();
            send(context, "late", "b");
            Eventually.until(() -> billing.tried().size() == 3);
            assertThat(billing.tried()).containsExactlyInAnyOrder("late", "late", "b");
            untilNothingIsLeft(context);
            assertThat(context.getBean(Outcomes.class).count(Outcome.DUPLICATE)).isZero();
        });
    }

    @ParameterizedTest
    @CsvSource({"memory, true", "memory, false", "redis, true"})
    void eventInProgressIsDeliveredUntilItIsHandled(String store, boolean transacted) {
        run(OfHeaders.class, store, transacted, context -> {
            Billing billing = context.getBean(Billing.class);
            Outcomes outcomes = context.getBean(Outcomes.class);
            Message<String> same = MessageBuilder.withPayload("late")
                    .setHeader("event_id", "late")
                    .build();
            var elsewhere = CompletableFuture.runAsync(
                    () -> context.getBean(OfHeaders.class).on(same));
            Eventually.until(() -> billing.tried().size() == 1);
            send(context, "late", "late");
            Eventually.until(() -> outcomes.count(Outcome.IN_PROGRESS) > 0);
            assertThat(billing.tried()).containsExactly("late");
            billing.goOn();
            assertThat(elsewhere).failsWithin(Eventually.PATIENCE);
            untilNothingIsLeft(context);
            assertThat(billing.tried()).containsExactly("late", "late");
            assertThat(outcomes.count(Outcome.DUPLICATE)).isOne();
        });
    }
}
