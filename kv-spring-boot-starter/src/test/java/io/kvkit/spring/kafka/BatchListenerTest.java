package io.kvkit.spring.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kvkit.Begun;
import io.kvkit.KvClient;
import io.kvkit.spring.ParkedEventHandler;
import io.kvkit.tck.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Batches that a broker of Kafka delivers, in all shapes. */
@Tag("slow")
class BatchListenerTest {

    private static final List<Class<? extends Lots>> SHAPES =
            List.of(Lots.OfValues.class, Lots.OfList.class, Lots.OfRecords.class, Lots.OfMessages.class);

    static Stream<Arguments> shapes() {
        return SHAPES.stream().flatMap(shape -> Stream.of(Arguments.of(shape, "memory"), Arguments.of(shape, "redis")));
    }

    private static ProducerRecord<String, String> event(String topic, String id) {
        var header = new RecordHeader("event-id", id.getBytes(StandardCharsets.UTF_8));
        return new ProducerRecord<>(topic, 0, id, id, List.of(header));
    }

    private static void send(String topic, String... ids) {
        Broker.send(Stream.of(ids).map(id -> event(topic, id)).toList());
    }

    private static ApplicationContextRunner app(String topic, Class<? extends Lots> shape, String store) {
        return Consumers.on(topic, shape)
                .withPropertyValues(
                        "kv.store=" + store,
                        "kv.redis.uri=" + TestRedis.uri(),
                        "kv.redis.timeout=20s",
                        "kv.key-prefix=" + topic,
                        "kv.dedupe.defaults.max-attempts=3");
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void eachEventIsHandledOnceAndABadOneIsParked(Class<? extends Lots> shape, String store) {
        String topic = Broker.topic();
        send(topic, "a", "b", "a", "bad", "c", "b", "d");
        List<String> parked = new CopyOnWriteArrayList<>();
        app(topic, shape, store)
                .withBean(ParkedEventHandler.class, () -> event -> parked.add(event.consumer()))
                .run(context -> {
                    Lots lots = context.getBean(Lots.class);
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> lots.handled().contains("d"));
                    send(topic, "c", "bad", "e");
                    await().atMost(Duration.ofSeconds(30))
                            .until(() -> lots.handled().contains("e"));
                    assertThat(lots.handled()).containsExactly("a", "b", "c", "d", "e");
                    assertThat(lots.tried()).filteredOn("bad"::equals).hasSize(3);
                    assertThat(parked).isNotEmpty().containsOnly("lots");
                });
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void eventInProgressElsewhereIsHandledLater(Class<? extends Lots> shape, String store) {
        String topic = Broker.topic();
        app(topic, shape, store).run(context -> {
            Begun<Void> elsewhere =
                    context.getBean(KvClient.class).consumer("lots").begin("b");
            send(topic, "a", "b", "c");
            Lots lots = context.getBean(Lots.class);
            await().atMost(Duration.ofSeconds(30)).until(() -> lots.handled().contains("a"));
            ((Begun.Started<Void>) elsewhere).handle().fail();
            await().atMost(Duration.ofSeconds(30)).until(() -> lots.handled().contains("c"));
            assertThat(lots.handled()).containsExactly("a", "b", "c");
        });
    }
}
