package io.kvkit.spring.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvkit.spring.crash.Shops;
import io.kvkit.tck.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Consumers are killed while they handle events, each of which is sent twice. No event is lost, and one has two effects only
 * if its first handler was killed and another one took over.
 */
@Tag("slow")
@Timeout(3_600)
class KilledConsumersTest {

    private static final int EVENTS = Integer.getInteger("kvkit.kafka.events", 500);
    private static final int KILLS = Integer.getInteger("kvkit.kafka.kills", 2);
    private static final int BATCH = 50;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final String topic = Broker.topic();
    private final Shops shops = new Shops(
            Shop.class,
            List.of(
                    "topic=" + topic,
                    "kv.redis.uri=" + TestRedis.uri(),
                    "kv.key-prefix=" + topic,
                    "kv.dedupe.defaults.lease=2s",
                    "spring.kafka.bootstrap-servers=" + Broker.servers(),
                    "spring.kafka.consumer.auto-offset-reset=earliest",
                    "spring.kafka.consumer.max-poll-records=" + BATCH,
                    "spring.kafka.consumer.properties.session.timeout.ms=2000",
                    "spring.kafka.consumer.properties.heartbeat.interval.ms=500"));

    @AfterEach
    void end() {
        shops.close();
    }

    private void sendTwice() {
        List<ProducerRecord<String, String>> records = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            records.add(new ProducerRecord<>(topic, i % Broker.PARTITIONS, null, "e" + i));
            records.add(new ProducerRecord<>(topic, (i / 2) % Broker.PARTITIONS, null, "e" + i));
        }
        Broker.send(records);
    }

    private int handled() {
        return shops.effects("singly").size() + shops.effects("together").size();
    }

    @Test
    void noEventIsLostAndOnlyTakeoversHaveTwoEffects() {
        sendTwice();
        shops.start();
        shops.start();
        for (int kill = 1; kill <= KILLS; kill++) {
            int enough = 2 * EVENTS * kill / (KILLS + 1);
            await().atMost(LONGEST).pollInterval(Duration.ofMillis(100)).until(() -> handled() >= enough);
            shops.replace();
        }
        await().atMost(LONGEST).until(() -> handled() == 2 * EVENTS);
        String[] all = IntStream.range(0, EVENTS).mapToObj(i -> "e" + i).toArray(String[]::new);
        assertThat(shops.effects("singly")).containsOnlyKeys(all);
        assertThat(shops.effects("together")).containsOnlyKeys(all);
        assertThat(shops.repeated("singly").values())
                .allSatisfy(attempts -> assertThat(attempts).doesNotHaveDuplicates());
        assertRepeated("singly", KILLS);
        assertRepeated("together", KILLS * BATCH);
    }

    private void assertRepeated(String consumer, long atMost) {
        long repeated = shops.repeated(consumer).size();
        System.out.printf("%s: %d of %d events took effect again%n", consumer, repeated, EVENTS);
        assertThat(repeated).isLessThanOrEqualTo(shops.takeovers(consumer)).isLessThanOrEqualTo(atMost);
    }
}
