package io.kvkit.spring.jms;

import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.Session;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.BrokerService;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jms.annotation.EnableJms;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.jms.core.JmsTemplate;

/** The broker, in this JVM, and the container factory of an application with a listener of JMS. */
@Configuration(proxyBeanMethods = false)
@EnableJms
@ImportAutoConfiguration({KvAutoConfiguration.class, KvOperationAutoConfiguration.class})
class JmsConsumer {

    private static final String NAME = "kvkit";
    private static final BrokerService BROKER = start();

    private static BrokerService start() {
        try {
            BrokerService broker = new BrokerService();
            broker.setBrokerName(NAME);
            broker.setPersistent(false);
            broker.setUseJmx(false);
            broker.setUseShutdownHook(false);
            broker.start();
            return broker;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Bean
    ActiveMQConnectionFactory connections() {
        var connections = new ActiveMQConnectionFactory(BROKER.getVmConnectorURI());
        RedeliveryPolicy policy = connections.getRedeliveryPolicy();
        policy.setInitialRedeliveryDelay(20);
        policy.setRedeliveryDelay(20);
        policy.setMaximumRedeliveries(RedeliveryPolicy.NO_MAXIMUM_REDELIVERIES);
        return connections;
    }

    @Bean
    JmsTemplate template(ConnectionFactory connections) {
        return new JmsTemplate(connections);
    }

    @Bean
    DefaultJmsListenerContainerFactory jmsListenerContainerFactory(
            ConnectionFactory connections, @Value("${transacted}") boolean transacted) {
        var factory = new DefaultJmsListenerContainerFactory();
        factory.setConnectionFactory(connections);
        factory.setSessionTransacted(transacted);
        factory.setSessionAcknowledgeMode(Session.CLIENT_ACKNOWLEDGE);
        factory.setReceiveTimeout(100L);
        return factory;
    }
}
