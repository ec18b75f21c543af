package io.kvkit.spring.dedupe;

import java.util.List;

/**
 * A kind of listeners, by the names of its annotation and attributes, because transports may be absent.
 *
 * @param listener the annotation
 * @param handler the annotation of methods in a class that carries the listener's; empty for none
 * @param factory the attribute that names the factory of the container; empty for none
 * @param defaultFactory the name of the factory where the attribute is empty
 * @param mode the attribute that says how deliveries are acknowledged; empty for none
 * @param losing the mode in which a delivery is over before its listener has ended; empty for none
 * @param right the mode in which the container acknowledges what a listener returned from
 * @param takesLists whether a list is a batch where nothing else is said
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
                    "",
                    "",
                    "acknowledgementMode",
                    "ALWAYS",
                    "ON_SUCCESS",
                    true),
            new Transport(
                    "org.springframework.pulsar.annotation.PulsarListener",
                    "org.springframework.pulsar.annotation.PulsarHandler",
                    "",
                    "",
                    "ackMode",
                    "",
                    "RECORD",
                    false),
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
