package io.kvkit.spring.operation;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Refuses listeners that take many events at once: one key would make one event of them. By name, because transports may
 * be absent.
 */
final class ListenerRules {

    // How each says it, and whether a list is a batch where nothing is said.
    private record Transport(String listener, String handler, boolean takesLists) {}

    private static final List<Transport> TRANSPORTS = List.of(
            new Transport(
                    "org.springframework.kafka.annotation.KafkaListener",
                    "org.springframework.kafka.annotation.KafkaHandler",
                    true),
            new Transport(
                    "org.springframework.amqp.rabbit.annotation.RabbitListener",
                    "org.springframework.amqp.rabbit.annotation.RabbitHandler",
                    true),
            new Transport(
                    "io.awspring.cloud.sqs.annotation.SqsListener",
                    "io.awspring.cloud.sqs.annotation.SqsHandler",
                    true),
            new Transport(
                    "org.springframework.pulsar.annotation.PulsarListener",
                    "org.springframework.pulsar.annotation.PulsarHandler",
                    false),
            new Transport("org.springframework.pulsar.reactive.config.annotation.ReactivePulsarListener", "", false));

    private static final List<String> BATCHES = List.of(
            "org.apache.kafka.clients.consumer.ConsumerRecords",
            "org.apache.pulsar.client.api.Messages",
            "io.awspring.cloud.sqs.listener.acknowledgement.BatchAcknowledgement",
            "io.awspring.cloud.sqs.listener.BatchVisibility");

    private static final List<String> HEADERS = List.of(
            "org.springframework.messaging.handler.annotation.Header",
            "org.springframework.messaging.handler.annotation.Headers");

    private static final String MESSAGE = "org.springframework.messaging.Message";

    private ListenerRules() {}

    /** Refuses a listener that takes many events at once. */
    static void requireOneEvent(Declaration declaration) {
        for (Transport transport : TRANSPORTS) {
            listeners(declaration.site(), transport).forEach(listener -> check(declaration, transport, listener));
        }
    }

    private static void check(Declaration declaration, Transport transport, MergedAnnotation<?> listener) {
        String name = "@" + listener.getType().getSimpleName();
        String batch = batch(declaration, listener);
        if (batch.equals("true")) {
            throw refused(declaration, name + "(batch = \"true\") hands over a list of events");
        }
        String type = batchType(declaration.site(), transport.takesLists() && !batch.equals("false"));
        if (type != null) {
            throw refused(declaration, name + " hands over a batch of events, as " + type);
        }
    }

    private static KvConfigurationException refused(Declaration declaration, String problem) {
        return declaration
                .site()
                .error(
                        "key",
                        declaration.attributes().text("key"),
                        problem + ", and one key would make one event of them",
                        "Take one event at a time, and write batch = \"false\" where the listener has it");
    }

    private static Stream<MergedAnnotation<?>> listeners(OperationSite site, Transport transport) {
        MergedAnnotations own = MergedAnnotations.from(site.method(), SearchStrategy.TYPE_HIERARCHY);
        Stream<MergedAnnotation<?>> all = own.stream(transport.listener()).map(found -> found);
        boolean oneOfMany = !transport.handler().isEmpty() && own.isPresent(transport.handler());
        return oneOfMany
                ? Stream.concat(
                        all,
                        MergedAnnotations.from(site.type(), SearchStrategy.TYPE_HIERARCHY).stream(transport.listener()))
                : all;
    }

    // Empty where the container's factory decides.
    private static String batch(Declaration declaration, MergedAnnotation<?> listener) {
        Object said = listener.getValue("batch").orElse("");
        return declaration.attributes().resolved("batch", said.toString()).toLowerCase(Locale.ROOT);
    }

    private static @Nullable String batchType(OperationSite site, boolean lists) {
        Method method = site.method();
        for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
            ResolvableType type = ResolvableType.forMethodParameter(method, parameter.getParameterIndex(), site.type());
            if (FileTypes.is(type.resolve(), BATCHES) || lists && !isHeader(parameter) && isList(type)) {
                return type.toString();
            }
        }
        return null;
    }

    private static boolean isList(ResolvableType type) {
        Class<?> raw = type.resolve();
        if (FileTypes.is(raw, List.of(MESSAGE))) {
            return isList(type.getGeneric(0));
        }
        return raw != null && Collection.class.isAssignableFrom(raw);
    }

    private static boolean isHeader(MethodParameter parameter) {
        return Arrays.stream(parameter.getParameterAnnotations())
                .anyMatch(annotation ->
                        HEADERS.contains(annotation.annotationType().getName()));
    }
}
