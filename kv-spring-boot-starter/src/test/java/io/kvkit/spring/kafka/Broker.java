package io.kvkit.spring.kafka;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.serialization.StringSerializer;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** The broker of Kafka that all tests of this JVM share. Each test has topics of its own. */
final class Broker {

    static final int PARTITIONS = 3;

    private static final EmbeddedKafkaBroker BROKER = start();

    private Broker() {}

    private static EmbeddedKafkaBroker start() {
        EmbeddedKafkaBroker broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS)
                .brokerProperties(Map.of(
                        "group.initial.rebalance.delay.ms", "0",
                        "group.min.session.timeout.ms", "500",
                        "group.share.min.heartbeat.interval.ms", "200",
                        "group.share.heartbeat.interval.ms", "200",
                        "offsets.topic.num.partitions", "1",
                        "share.coordinator.state.topic.num.partitions", "1",
                        "share.coordinator.state.topic.replication.factor", "1",
                        "share.coordinator.state.topic.min.isr", "1"));
        broker.afterPropertiesSet();
        return broker;
    }

    static String servers() {
        return BROKER.getBrokersAsString();
    }

    /** Returns the name of a new topic. */
    static String topic() {
        String topic = "t" + UUID.randomUUID();
        BROKER.addTopics(topic);
        return topic;
    }

    /** Lets a share group begin with the first record of its topics. */
    static void fromTheStart(String group) {
        var setting = new ConfigEntry("share.auto.offset.reset", "earliest");
        var change = List.of(new AlterConfigOp(setting, AlterConfigOp.OpType.SET));
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), change))
                    .all()
                    .get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends records, and returns when the broker has them. */
    static void send(List<ProducerRecord<String, String>> records) {
        Map<String, Object> settings = Map.of("bootstrap.servers", servers(), "linger.ms", 5);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
            for (var sent : records.stream().map(producer::send).toList()) {
                sent.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends texts to the first partition of a topic. */
    static void send(String topic, String... values) {
        send(List.of(values).stream()
                .map(value -> new ProducerRecord<String, String>(topic, 0, null, value))
                .toList());
    }
}
