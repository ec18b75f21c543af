package io.kvkit.spring.dedupe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.awspring.cloud.sqs.annotation.SqsListener;
import io.awspring.cloud.sqs.config.AbstractMessageListenerContainerFactory;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.read.OperationSource;
import jakarta.jms.Session;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AcknowledgeMode;
import org.springframework.amqp.rabbit.annotation.RabbitListener;
import org.springframework.amqp.rabbit.config.SimpleRabbitListenerContainerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.jms.annotation.JmsListener;
import org.springframework.jms.config.DefaultJmsListenerContainerFactory;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.ShareKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.DefaultShareConsumerFactory;
import org.springframework.kafka.listener.ContainerProperties.ShareAckMode;
import org.springframework.kafka.listener.ShareConsumerRecordRecoverer;
import org.springframework.kafka.support.ShareAcknowledgment;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;

/** The settings of container factories under which events would be lost. */
class ContainerRulesTest {

    static class OnKafka {

        @DedupeEvent(name = "kafka", key = "#p0")
        @KafkaListener(topics = "orders")
        public void on(Object event) {}
    }

    static class OnShare {

        @DedupeEvent(name = "share", key = "#p0")
        @KafkaListener(topics = "orders")
        public void on(Object event, ShareAcknowledgment acknowledgment) {}
    }

    static class OnNamedKafka {

        @DedupeEvent(name = "named", key = "#p0")
        @KafkaListener(topics = "orders", containerFactory = "${factory}")
        public void on(Object event) {}
    }

    static class OnSingleKafka {

        @DedupeEvent(name = "single", key = "#p0")
        @KafkaListener(topics = "orders", batch = "false")
        public void on(Object event) {}
    }

    static class OnBatches {

        @DedupeEvent(name = "batches", key = "#each")
        @KafkaListener(topics = "orders")
        public void on(List<String> events) {}
    }

    static class OnComputedKafka {

        @DedupeEvent(name = "computed", key = "#p0")
        @KafkaListener(topics = "orders", containerFactory = "#{factory}")
        public void on(Object event) {}
    }

    static class OnRabbit {

        @DedupeEvent(name = "rabbit", key = "#p0")
        @RabbitListener(queues = "orders")
        public void on(String event) {}
    }

    static class OnAutoRabbit {

        @DedupeEvent(name = "auto", key = "#p0")
        @RabbitListener(queues = "orders", ackMode = "AUTO")
        public void on(String event) {}
    }

    static class OnSqs {

        @DedupeEvent(name = "sqs", key = "#p0")
        @SqsListener("orders")
        public void on(String event) {}
    }

    static class OnSuccessOfSqs {

        @DedupeEvent(name = "sqs-success", key = "#p0")
        @SqsListener(value = "orders", acknowledgementMode = "ON_SUCCESS")
        public void on(String event) {}
    }

    static class OnJms {

        @DedupeEvent(name = "jms", key = "#p0")
        @JmsListener(destination = "orders")
        public void on(String event) {}
    }

    private static @Nullable Throwable refusal(Class<?> listener, String name, Object factory) {
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.addEmbeddedValueResolver(text -> text.replace("${factory}", "mine"));
        beans.registerSingleton(name, factory);
        OperationSource source = Sources.plain();
        source.validate(listener);
        return catchThrowable(() -> new ContainerRules(beans).check(source.registry()));
    }

    private static void accepted(Class<?> listener, String name, Object factory) {
        assertThat(refusal(listener, name, factory)).isNull();
    }

    private static void refused(Class<?> listener, String name, Object factory, String problem) {
        assertThat(refusal(listener, name, factory))
                .hasMessageStartingWith("@DedupeEvent on " + listener.getName() + ".on(")
                .hasMessageContaining("the container factory " + name + " " + problem);
    }

    private static ConcurrentKafkaListenerContainerFactory<String, String> kafka(boolean batches) {
        var factory = new ConcurrentKafkaListenerContainerFactory<String, String>();
        factory.setBatchListener(batches);
        return factory;
    }

    @Test
    void kafkaDeliversOneEventAtATime() {
        String name = "kafkaListenerContainerFactory";
        refused(OnKafka.class, name, kafka(true), "delivers batches of events");
        accepted(OnKafka.class, name, kafka(false));
        accepted(OnSingleKafka.class, name, kafka(true));
    }

    @Test
    void batchesOfKafkaComeFromAFactoryOfBatches() {
        String name = "kafkaListenerContainerFactory";
        refused(OnBatches.class, name, kafka(false), "delivers one record at a time");
        assertThat(refusal(OnBatches.class, name, kafka(false)))
                .hasMessageContainingAll("batch = \"true\"", "batch = \"false\"");
        accepted(OnBatches.class, name, kafka(true));
    }

    @Test
    void batchesOfKafkaAreInNoTransaction() {
        String name = "kafkaListenerContainerFactory";
        refused(OnBatches.class, name, transacted(true), "rolls back a batch as a whole");
        accepted(OnKafka.class, name, transacted(false));
    }

    private static ConcurrentKafkaListenerContainerFactory<String, String> transacted(boolean batches) {
        var producers = new DefaultKafkaProducerFactory<String, String>(Map.of());
        producers.setTransactionIdPrefix("t");
        var factory = kafka(batches);
        factory.getContainerProperties().setKafkaAwareTransactionManager(new KafkaTransactionManager<>(producers));
        return factory;
    }

    @Test
    void theFactoryIsThatOfTheListener() {
        refused(OnNamedKafka.class, "mine", kafka(true), "delivers batches of events");
        accepted(OnNamedKafka.class, "kafkaListenerContainerFactory", kafka(true));
        accepted(OnComputedKafka.class, "kafkaListenerContainerFactory", kafka(true));
        accepted(OnKafka.class, "another", kafka(true));
    }

    private static Object share(ShareAckMode mode, @Nullable ShareConsumerRecordRecoverer recoverer) {
        var factory =
                new ShareKafkaListenerContainerFactory<>(new DefaultShareConsumerFactory<String, String>(Map.of()));
        factory.getContainerProperties().setShareAckMode(mode);
        if (recoverer != null) {
            factory.setShareConsumerRecordRecoverer(recoverer);
        }
        return factory;
    }

    @Test
    void aShareGroupReleasesWhatAListenerThrows() {
        String name = "kafkaListenerContainerFactory";
        ShareConsumerRecordRecoverer releasing = ShareConsumerRecordRecoverer.RELEASING;
        refused(OnKafka.class, name, share(ShareAckMode.IMPLICIT, releasing), "accepts a record whatever");
        refused(OnKafka.class, name, share(ShareAckMode.EXPLICIT, releasing), "gives a record up");
        refused(OnKafka.class, name, share(ShareAckMode.MANUAL, releasing), "leaves it to the listener");
        refused(OnShare.class, name, share(ShareAckMode.MANUAL, null), "rejects for good");
        refused(OnKafka.class, name, share(ShareAckMode.EXPLICIT, null), "rejects for good");
        refused(
                OnKafka.class,
                name,
                share(ShareAckMode.EXPLICIT, ShareConsumerRecordRecoverer.REJECTING),
                "rejects for good");
        accepted(OnShare.class, name, share(ShareAckMode.MANUAL, releasing));
        ShareConsumerRecordRecoverer own = (failed, failure) -> AcknowledgeType.RELEASE;
        accepted(OnKafka.class, name, share(ShareAckMode.EXPLICIT, own));
        refused(OnShare.class, name, share(ShareAckMode.EXPLICIT, own), "passes no ShareAcknowledgment");
    }

    private static SimpleRabbitListenerContainerFactory rabbit(AcknowledgeMode mode, boolean batches) {
        SimpleRabbitListenerContainerFactory factory = new SimpleRabbitListenerContainerFactory();
        factory.setAcknowledgeMode(mode);
        factory.setBatchListener(batches);
        return factory;
    }

    @Test
    void rabbitAcknowledgesWhatItsListenerHandled() {
        String name = "rabbitListenerContainerFactory";
        refused(OnRabbit.class, name, rabbit(AcknowledgeMode.NONE, false), "acknowledges a delivery whatever");
        refused(OnRabbit.class, name, rabbit(AcknowledgeMode.AUTO, true), "delivers batches of events");
        accepted(OnRabbit.class, name, rabbit(AcknowledgeMode.AUTO, false));
        accepted(OnAutoRabbit.class, name, rabbit(AcknowledgeMode.NONE, false));
    }

    @Test
    void sqsAcknowledgesWhatItsListenerHandled() {
        String name = "defaultSqsListenerContainerFactory";
        refused(OnSqs.class, name, sqs("ALWAYS"), "acknowledges a delivery whatever");
        refused(OnSqs.class, name, sqs("MANUAL"), "leaves it to the listener");
        accepted(OnSqs.class, name, sqs("ON_SUCCESS"));
        accepted(OnSuccessOfSqs.class, name, sqs("ALWAYS"));
    }

    private static Object sqs(String mode) {
        return new AbstractMessageListenerContainerFactory(mode);
    }

    private static DefaultJmsListenerContainerFactory jms(@Nullable Integer mode) {
        DefaultJmsListenerContainerFactory factory = new DefaultJmsListenerContainerFactory();
        if (mode != null) {
            factory.setSessionAcknowledgeMode(mode);
        }
        return factory;
    }

    @Test
    void jmsAcknowledgesAfterItsListener() {
        String name = "jmsListenerContainerFactory";
        for (Integer before : new Integer[] {null, Session.AUTO_ACKNOWLEDGE, Session.DUPS_OK_ACKNOWLEDGE}) {
            refused(OnJms.class, name, jms(before), "acknowledges a message before its listener is called");
        }
        accepted(OnJms.class, name, jms(Session.CLIENT_ACKNOWLEDGE));
        DefaultJmsListenerContainerFactory transacted = jms(Session.AUTO_ACKNOWLEDGE);
        transacted.setSessionTransacted(true);
        accepted(OnJms.class, name, transacted);
        DefaultJmsListenerContainerFactory managed = jms(Session.AUTO_ACKNOWLEDGE);
        managed.setTransactionManager(manager());
        accepted(OnJms.class, name, managed);
        DefaultJmsListenerContainerFactory silent = jms(Session.CLIENT_ACKNOWLEDGE);
        silent.setAcknowledgeAfterListener(false);
        refused(OnJms.class, name, silent, "acknowledges nothing");
    }

    private static ResourceTransactionManager manager() {
        return (ResourceTransactionManager) Proxy.newProxyInstance(
                ResourceTransactionManager.class.getClassLoader(),
                new Class<?>[] {ResourceTransactionManager.class},
                (self, method, arguments) -> method.getName().equals("toString") ? "manager" : null);
    }
}
