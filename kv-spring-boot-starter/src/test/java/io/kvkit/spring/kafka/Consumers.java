package io.kvkit.spring.kafka;

import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvKafkaAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Applications with listeners of Kafka. */
final class Consumers {

    private Consumers() {}

    /** Returns an application with a listener on a topic, on the embedded store. */
    static ApplicationContextRunner on(String topic, Class<?> listener) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        KvAutoConfiguration.class,
                        KvOperationAutoConfiguration.class,
                        KvKafkaAutoConfiguration.class,
                        KafkaAutoConfiguration.class))
                .withPropertyValues(
                        "kv.store=memory",
                        "topic=" + topic,
                        "spring.kafka.bootstrap-servers=" + Broker.servers(),
                        "spring.kafka.consumer.group-id=" + topic,
                        "spring.kafka.consumer.auto-offset-reset=earliest")
                .withBean(listener);
    }
}
