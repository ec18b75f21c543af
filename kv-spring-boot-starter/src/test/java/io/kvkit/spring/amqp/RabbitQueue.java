package io.kvkit.spring.amqp;

import org.springframework.amqp.core.BindingBuilder;
import org.springframework.amqp.core.Declarables;
import org.springframework.amqp.core.FanoutExchange;
import org.springframework.amqp.core.Queue;
import org.springframework.amqp.core.QueueBuilder;
import org.springframework.amqp.rabbit.connection.ConnectionFactory;
import org.springframework.amqp.rabbit.core.RabbitAdmin;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The queue of a test, and that of its dead letters. */
@Configuration(proxyBeanMethods = false)
class RabbitQueue {

    /** Returns the name of the queue of dead letters, and of their exchange. */
    static String dead(String queue) {
        return queue + ".dead";
    }

    @Bean
    RabbitAdmin admin(ConnectionFactory connections) {
        return new RabbitAdmin(connections);
    }

    @Bean
    Declarables queues(@Value("${queue}") String name) {
        Queue queue = QueueBuilder.nonDurable(name)
                .withArguments(AmqpBroker.deadLetters(dead(name)))
                .build();
        Queue letters = QueueBuilder.nonDurable(dead(name)).build();
        var exchange = new FanoutExchange(dead(name), false, false);
        return new Declarables(
                exchange, queue, letters, BindingBuilder.bind(letters).to(exchange));
    }
}
