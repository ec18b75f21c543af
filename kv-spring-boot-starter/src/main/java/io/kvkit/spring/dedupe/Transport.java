package io.kvkit.spring.dedupe;

import java.util.List;

/**
 * The annotations and attributes of one transport, by their names, because transports may be absent.
 *
 * @param listener the annotation of a listener
 * @param handler the annotation of methods in a class that has the listener annotation; empty if there is none
 * @param factory the attribute with the name of the container factory; empty if there is none
 * @param defaultFactory the name of the factory if the attribute is empty
 * @param mode the attribute with the acknowledge mode; empty if there is none
 * @param losing the mode in which a delivery ends before its listener has ended; empty if there is none
 * @param right the mode in which the container acknowledges a delivery when its listener has returned
 * @param takesLists whether a list is a batch by default
 */
record Transport(
        String listener,
        String handler,
        String factory,
        String defaultFactory,
        String mode,
        String losing,
        String right,
        boolean takesLists) {

    static final Transport KAFKA = new Transport(
            "org.springframework.kafka.annotation.KafkaListener",
            "org.springframework.kafka.annotation.KafkaHandler",
            "containerFactory",
            "kafkaListenerContainerFactory",
            "ackMode",
            "",
            "RECORD",
            true);

    static final Transport RABBIT = new Transport(
            "org.springframework.amqp.rabbit.annotation.RabbitListener",
            "org.springframework.amqp.rabbit.annotation.RabbitHandler",
            "containerFactory",
            "rabbitListenerContainerFactory",
            "ackMode",
            "NONE",
            "AUTO",
            true);

    static final Transport JMS = new Transport(
            "org.springframework.jms.annotation.JmsListener",
            "",
            "containerFactory",
            "jmsListenerContainerFactory",
            "",
            "",
            "",
            false);

    static final List<Transport> ALL = List.of(
            KAFKA,
            RABBIT,
            JMS,
            new Transport(
                    "io.awspring.cloud.sqs.annotation.SqsListener",
                    "io.awspring.cloud.sqs.annotation.SqsHandler",
                    "factory",
                    "defaultSqsListenerContainerFactory",
                    "acknowledgementMode",
                    "ALWAYS",
                    "ON_SUCCESS",
                    true),
            new Transport(
                    "org.springframework.pulsar.annotation.PulsarListener", "", "", "", "ackMode", "", "RECORD", false),
            new Transport(
                    "org.springframework.pulsar.reactive.config.annotation.ReactivePulsarListener",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    false));
}
