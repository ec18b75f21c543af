package io.kvkit.spring.dedupe.delivery;

import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.Supertypes;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds the argument of a listener that is the payload of an event. Compares names because transports may be absent. */
public final class PayloadPosition {

    private static final String MESSAGING = "org.springframework.messaging.handler.annotation.";
    private static final Set<String> HEADERS = Set.of(MESSAGING + "Header", MESSAGING + "Headers");
    private static final Set<String> PAYLOAD = Set.of(MESSAGING + "Payload");

    private static final List<String> OF_TRANSPORTS = List.of(
            "org.springframework.messaging.MessageHeaders",
            "org.springframework.kafka.listener.adapter.ConsumerRecordMetadata",
            "org.springframework.kafka.support.Acknowledgment",
            "org.springframework.kafka.support.ShareAcknowledgment",
            "org.apache.kafka.clients.consumer.Consumer",
            "org.apache.kafka.clients.consumer.ShareConsumer",
            "com.rabbitmq.client.Channel",
            "org.springframework.amqp.core.AmqpAcknowledgment",
            "jakarta.jms.Session",
            "io.awspring.cloud.sqs.listener.acknowledgement.Acknowledgement",
            "io.awspring.cloud.sqs.listener.Visibility",
            "org.springframework.pulsar.listener.Acknowledgement",
            "org.apache.pulsar.client.api.Consumer");

    private PayloadPosition() {}

    /** Returns the position of the argument that is a delivery; null if there is none. */
    private static @Nullable Integer ofDelivery(Method listener) {
        Class<?>[] types = listener.getParameterTypes();
        return IntStream.range(0, types.length)
                .filter(i -> Delivery.isIn(types[i]))
                .boxed()
                .findFirst()
                .orElse(null);
    }

    /** Returns the position of the argument that is a delivery, also one of a batch; null if there is none. */
    public static @Nullable Integer ofDelivery(Parameters parameters) {
        return IntStream.range(0, parameters.count())
                .filter(i -> Delivery.isIn(parameters.rawType(i)))
                .boxed()
                .findFirst()
                .orElse(null);
    }

    /** Returns the position of the argument that is a delivery or its payload; null if it is not clear which that is. */
    public static @Nullable Integer of(Method listener) {
        Integer delivery = ofDelivery(listener);
        if (delivery != null) {
            return delivery;
        }
        Parameter[] parameters = listener.getParameters();
        List<Integer> declared = positions(parameters, PAYLOAD);
        List<Integer> possible = declared.isEmpty() ? ofNoTransport(parameters) : declared;
        return possible.size() == 1 ? possible.get(0) : null;
    }

    private static List<Integer> positions(Parameter[] parameters, Set<String> annotations) {
        return IntStream.range(0, parameters.length)
                .filter(i -> isAnnotated(parameters[i], annotations))
                .boxed()
                .toList();
    }

    private static List<Integer> ofNoTransport(Parameter[] parameters) {
        return IntStream.range(0, parameters.length)
                .filter(i -> !isAnnotated(parameters[i], HEADERS))
                .filter(i -> parameters[i].getType() != IdempotencyContext.class)
                .filter(i -> !Supertypes.include(parameters[i].getType(), OF_TRANSPORTS))
                .boxed()
                .toList();
    }

    private static boolean isAnnotated(Parameter parameter, Set<String> annotations) {
        return Arrays.stream(parameter.getAnnotations())
                .map(Annotation::annotationType)
                .anyMatch(type -> annotations.contains(type.getName()));
    }
}
