package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.dedupe.kafka.KafkaRedelivery;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;

/**
 * Auto-configuration of the error handlers of Kafka's listener containers, which would otherwise skip a record whose event
 * is in progress elsewhere. Set {@code kv.dedupe.kafka.redeliver=false} to leave them as they are.
 *
 * @since 0.1
 */
@AutoConfiguration
@ConditionalOnClass(AbstractKafkaListenerContainerFactory.class)
@ConditionalOnBooleanProperty(name = "kv.dedupe.kafka.redeliver", matchIfMissing = true)
public final class KvKafkaAutoConfiguration {

    @Bean
    @Role(BeanDefinition.ROLE_INFRASTRUCTURE)
    static KafkaRedelivery kvKafkaRedelivery() {
        return new KafkaRedelivery();
    }
}
