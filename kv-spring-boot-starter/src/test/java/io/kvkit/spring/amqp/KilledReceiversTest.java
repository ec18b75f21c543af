package io.kvkit.spring.amqp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvkit.spring.crash.Shops;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.amqp.core.AmqpAdmin;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Receivers of RabbitMQ are killed and lose their connections while they handle events, each of which is sent twice. No event
 * is lost, one has two effects only if another receiver took over, and what fails too often ends as a dead letter.
 */
@Tag("slow")
@Timeout(3_600)
class KilledReceiversTest {

    private static final int EVENTS = Integer.getInteger("kvkit.rabbit.events", 200);
    private static final int KILLS = Integer.getInteger("kvkit.rabbit.kills", 1);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final List<String> events =
            Stream.iterate(1, i -> i + 1).limit(EVENTS).map(i -> "e" + i).toList();
    private final String queue = "q" + UUID.randomUUID();
    private final FaultProxy line = new FaultProxy(AmqpBroker.port());
    private final ConfigurableApplicationContext sender = new SpringApplicationBuilder(
                    RabbitConsumer.class, RabbitQueue.class)
            .web(WebApplicationType.NONE)
            .properties("amqp.port=" + AmqpBroker.port(), "queue=" + queue, "kv.store=memory")
            .run();
    private final Shops tills = new Shops(
            Till.class,
            List.of(
                    "amqp.port=" + line.port(),
                    "queue=" + queue,
                    "kv.redis.uri=" + TestRedis.uri(),
                    "kv.redis.timeout=20s",
                    "kv.key-prefix=" + queue,
                    "kv.dedupe.defaults.lease=2s",
                    "kv.dedupe.defaults.in-progress=reject"));

    @AfterEach
    void end() {
        tills.close();
        sender.close();
        line.close();
    }

    private void send() {
        RabbitTemplate template = sender.getBean(RabbitTemplate.class);
        for (String event : events) {
            template.convertAndSend(queue, event);
            template.convertAndSend(queue, event);
        }
    }

    private void untilHandled(int count) {
        await().atMost(LONGEST)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> tills.effects("till").size() >= count);
    }

    private long left(String of) {
        return sender.getBean(AmqpAdmin.class).getQueueInfo(of).getMessageCount();
    }

    private List<String> deadLetters() {
        RabbitTemplate template = sender.getBean(RabbitTemplate.class);
        return Stream.generate(() -> (String) template.receiveAndConvert(RabbitQueue.dead(queue)))
                .takeWhile(Objects::nonNull)
                .toList();
    }

    /** Cuts all connections of the receivers and kills one of them, in turn. */
    private void interrupt(int count) {
        for (int fault = 1; fault <= 2 * KILLS; fault++) {
            untilHandled(count * fault / (2 * KILLS + 1));
            if (fault % 2 == 0) {
                tills.replace();
            } else {
                line.cut();
            }
        }
    }

    @Test
    void noEventIsLostAndOnlyTakeoversHaveTwoEffects() {
        List<String> good = events.stream().filter(Predicate.not(Till::isBad)).toList();
        List<String> bad = events.stream().filter(Till::isBad).toList();
        send();
        tills.start();
        tills.start();
        interrupt(good.size());
        untilHandled(good.size());
        await().atMost(LONGEST).until(() -> left(queue) == 0 && left(RabbitQueue.dead(queue)) == 2L * bad.size());
        tills.stop();
        assertThat(left(queue)).as("not acknowledged").isZero();
        assertHandled(good);
        assertDead(bad);
    }

    private void assertHandled(List<String> good) {
        assertThat(tills.effects("till")).containsOnlyKeys(good);
        var repeated = tills.repeated("till");
        System.out.printf("%d of %d events took effect again%n", repeated.size(), EVENTS);
        assertThat(repeated.values())
                .allSatisfy(attempts -> assertThat(attempts).doesNotHaveDuplicates());
        assertThat((long) repeated.size())
                .isLessThanOrEqualTo(tills.takeovers("till"))
                .isLessThanOrEqualTo(KILLS * Till.AT_A_TIME);
    }

    private void assertDead(List<String> bad) {
        assertThat(deadLetters()).hasSize(2 * bad.size()).hasSameElementsAs(bad);
        assertThat(tills.effects("tried")).containsOnlyKeys(bad);
        assertThat(tills.effects("tried").values())
                .allSatisfy(attempts ->
                        assertThat(attempts).doesNotHaveDuplicates().allMatch(attempt -> attempt <= Till.ATTEMPTS));
    }
}
