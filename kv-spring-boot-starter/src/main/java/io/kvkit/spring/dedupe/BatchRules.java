package io.kvkit.spring.dedupe;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.type.Supertypes;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * Refuses listeners that take a batch, because one key would turn the batch into one event. Compares names because
 * transports may be absent.
 */
final class BatchRules {

    private static final List<String> BATCHES = List.of(
            "org.apache.kafka.clients.consumer.ConsumerRecords",
            "org.apache.pulsar.client.api.Messages",
            "io.awspring.cloud.sqs.listener.acknowledgement.BatchAcknowledgement",
            "io.awspring.cloud.sqs.listener.BatchVisibility");

    private static final List<String> HEADERS = List.of(
            "org.springframework.messaging.handler.annotation.Header",
            "org.springframework.messaging.handler.annotation.Headers");

    private static final String MESSAGE = "org.springframework.messaging.Message";

    private BatchRules() {}

    /** Refuses a listener that takes a batch. */
    static void requireOneEvent(Declaration declaration) {
        Listener.of(declaration.site()).forEach(listener -> check(declaration, listener));
    }

    private static void check(Declaration declaration, Listener listener) {
        // Empty if the factory of the container decides.
        String batch = declaration
                .attributes()
                .resolved("batch", listener.text("batch"))
                .toLowerCase(Locale.ROOT);
        if (batch.equals("true")) {
            throw refused(declaration, listener.shown("batch", "true") + " delivers a list of events");
        }
        String type = batchType(declaration.site(), listener.transport().takesLists() && !batch.equals("false"));
        if (type != null) {
            throw refused(declaration, listener.name() + " delivers a batch of events, as " + type);
        }
    }

    private static KvConfigurationException refused(Declaration declaration, String problem) {
        String key = declaration.attributes().text("key");
        boolean keyed = !key.isEmpty();
        return declaration
                .site()
                .error(
                        keyed ? "key" : "preset",
                        keyed ? key : declaration.attributes().constant("preset", DedupeEvent.Preset.class),
                        problem + ", and one key would turn them into one event",
                        "Take one event at a time, and write batch = \"false\" where the listener has it");
    }

    private static @Nullable String batchType(OperationSite site, boolean lists) {
        Method method = site.method();
        for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
            ResolvableType type = ResolvableType.forMethodParameter(method, parameter.getParameterIndex(), site.type());
            if (Supertypes.include(type.resolve(), BATCHES) || lists && !isHeader(parameter) && isList(type)) {
                return type.toString();
            }
        }
        return null;
    }

    private static boolean isList(ResolvableType type) {
        Class<?> raw = type.resolve();
        if (Supertypes.include(raw, List.of(MESSAGE))) {
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
