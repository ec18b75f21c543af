package io.kvkit.spring.amqp;

import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import org.springframework.amqp.rabbit.annotation.EnableRabbit;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.amqp.rabbit.connection.CachingConnectionFactory;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitTemplate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The connection and the container factory of an application with a listener of RabbitMQ. */
@Configuration(proxyBeanMethods = false)
@EnableRabbit
@ImportAutoConfiguration({KvAutoConfiguration.class, KvOperationAutoConfiguration.class})
class RabbitConsumer {

    @Bean
    CachingConnectionFactory connections(@Value("${amqp.port}") int port) {
        var connections = new CachingConnectionFactory("127.0.0.1", port);
        connections.setVirtualHost("/");
        return connections;
    }

    @Bean
    RabbitTemplate template(ConnectionFactory connections) {
        return new RabbitTemplate(connections);
    }

    @Bean
    SimpleRabbitListenerContainerFactory rabbitListenerContainerFactory(ConnectionFactory connections) {
        var factory = new SimpleRabbitListenerContainerFactory();
        factory.setConnectionFactory(connections);
        factory.setPrefetchCount(10);
        factory.setRecoveryInterval(200L);
        return factory;
    }
}
