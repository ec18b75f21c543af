package io.kvkit.spring.dedupe.kafka;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.config.AbstractKafkaListenerContainerFactory;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;
import org.springframework.kafka.listener.AfterRollbackProcessor;
import org.springframework.kafka.listener.CommonErrorHandler;

/**
 * Makes the containers of Kafka's listeners deliver a record again until its event is known to be handled, instead of
 * skipping it after some attempts. Changes the error handlers, and what follows a rollback, for the exceptions of {@code
 * @DedupeEvent} only.
 */
public final class KafkaRedelivery implements BeanPostProcessor {

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof CommonErrorHandler || bean instanceof AfterRollbackProcessor<?, ?>) {
            Redelivering.make(bean);
        } else if (bean instanceof AbstractKafkaListenerContainerFactory<?, ?, ?> factory) {
            new FailureReactions(factory, factory.getContainerProperties(), factory::setCommonErrorHandler)
                    .redeliver(factory::setAfterRollbackProcessor);
        } else if (bean instanceof AbstractMessageListenerContainer<?, ?> container) {
            new FailureReactions(container, container.getContainerProperties(), container::setCommonErrorHandler)
                    .redeliver(container::setAfterRollbackProcessor);
        }
        return bean;
    }
}
