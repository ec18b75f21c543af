package io.kvkit.spring.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvkit.tck.TestProcess;
import io.kvkit.tck.TestRedis;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Consumers are killed while they handle events, each of which is sent twice. No event is lost, and one has two effects only
 * if its first handler was killed and another one took over.
 */
@Tag("slow")
class KilledConsumersTest {

    private static final int EVENTS = Integer.getInteger("kvkit.kafka.events", 500);
    private static final int KILLS = Integer.getInteger("kvkit.kafka.kills", 2);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final Path folder = TestProcess.newFolder();
    private final String topic = Broker.topic();
    private final Deque<TestProcess> shops = new ArrayDeque<>();
    private int started;

    @AfterEach
    void end() {
        shops.forEach(TestProcess::close);
    }

    private void start() {
        String name = "shop-" + started++;
        shops.add(TestProcess.java(
                Shop.class,
                List.of(
                        folder.resolve(name + ".effects").toString(),
                        "topic=" + topic,
                        "kv.redis.uri=" + TestRedis.uri(),
                        "kv.key-prefix=" + topic,
                        "kv.dedupe.defaults.lease=2s",
                        "spring.kafka.bootstrap-servers=" + Broker.servers(),
                        "spring.kafka.consumer.auto-offset-reset=earliest",
                        "spring.kafka.consumer.max-poll-records=50",
                        "spring.kafka.consumer.properties.session.timeout.ms=2000",
                        "spring.kafka.consumer.properties.heartbeat.interval.ms=500"),
                new File(folder.toFile(), name + ".log")));
    }

    private void sendTwice() {
        List<ProducerRecord<String, String>> records = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            records.add(new ProducerRecord<>(topic, i % Broker.PARTITIONS, null, "e" + i));
            records.add(new ProducerRecord<>(topic, (i / 2) % Broker.PARTITIONS, null, "e" + i));
        }
        Broker.send(records);
    }

    private List<String[]> effects() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".effects"))
                    .flatMap(KilledConsumersTest::lines)
                    .map(line -> line.split(" "))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the attempts by event. */
    private Map<String, List<Integer>> effects(String consumer) {
        return effects().stream()
                .filter(line -> line[0].equals(consumer) && line.length == 3)
                .collect(Collectors.groupingBy(
                        line -> line[1],
                        TreeMap::new,
                        Collectors.mapping(line -> Integer.valueOf(line[2]), Collectors.toList())));
    }

    private int handled() {
        return effects("singly").size() + effects("together").size();
    }

    private static Map<String, List<Integer>> twice(Map<String, List<Integer>> effects) {
        Map<String, List<Integer>> twice = new TreeMap<>(effects);
        twice.values().removeIf(attempts -> attempts.size() == 1);
        return twice;
    }

    private long takeovers(String consumer) {
        return effects().stream()
                .filter(line -> line[0].equals("takeover") && line[1].equals(consumer))
                .count();
    }

    @Test
    void noEventIsLostAndOnlyTakeoversHaveTwoEffects() {
        sendTwice();
        start();
        start();
        for (int kill = 1; kill <= KILLS; kill++) {
            int enough = 2 * EVENTS * kill / (KILLS + 1);
            await().atMost(LONGEST).pollInterval(Duration.ofMillis(100)).until(() -> handled() >= enough);
            shops.remove().kill();
            start();
        }
        await().atMost(LONGEST).until(() -> handled() == 2 * EVENTS);
        List<String> all = IntStream.range(0, EVENTS).mapToObj(i -> "e" + i).toList();
        assertThat(effects("singly").keySet()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(effects("together").keySet()).containsExactlyInAnyOrderElementsOf(all);
        assertThat(twice(effects("singly")).values())
                .allSatisfy(attempts -> assertThat(attempts).contains(2));
        assertThat((long) twice(effects("together")).size()).isLessThanOrEqualTo(takeovers("together"));
    }
}
