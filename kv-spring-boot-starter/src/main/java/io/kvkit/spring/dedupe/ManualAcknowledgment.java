package io.kvkit.spring.dedupe;

import io.kvkit.spring.dedupe.delivery.Calls;
import io.kvkit.spring.operation.type.Supertypes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The object with which a listener acknowledges one delivery by hand. Compares names because transports may be absent.
 *
 * @param target the transport's object
 * @param refusal its method that requests another delivery; null if an exception of the listener does so
 */
public record ManualAcknowledgment(Object target, @Nullable String refusal) {

    /** The acknowledgment of a share group of Kafka. */
    static final String SHARE = "org.springframework.kafka.support.ShareAcknowledgment";

    // The first match counts. After an exception, a container of Pulsar stops, and a share group of Kafka delivers a
    // record only a few more times, so another delivery is requested from both.
    private static final List<Map.Entry<String, String>> REFUSALS = List.of(
            Map.entry("org.springframework.kafka.support.Acknowledgment", ""),
            Map.entry(SHARE, "renew"),
            Map.entry("org.springframework.amqp.core.AmqpAcknowledgment", ""),
            Map.entry("io.awspring.cloud.sqs.listener.acknowledgement.Acknowledgement", ""),
            Map.entry("org.springframework.pulsar.listener.Acknowledgement", "nack"));

    private static final String MESSAGE = "org.springframework.messaging.Message";
    private static final String HEADERS = "org.springframework.messaging.MessageHeaders";
    private static final String AMQP_MESSAGE = "org.springframework.amqp.core.Message";

    /** Returns whether an argument of this type is an acknowledgment, or has one among its headers. */
    public static boolean mayBeIn(Class<?> type) {
        Set<String> names = Supertypes.names(type);
        return refusal(names) != null
                || names.contains(MESSAGE)
                || names.contains(HEADERS)
                || names.contains(AMQP_MESSAGE);
    }

    /** Returns the acknowledgment that an argument is or has among its headers; null if there is none. */
    public static @Nullable ManualAcknowledgment in(Object argument) {
        Set<String> names = Supertypes.names(argument.getClass());
        if (names.contains(MESSAGE)) {
            return inHeaders(Calls.of(argument, "getHeaders"));
        }
        if (names.contains(AMQP_MESSAGE)) {
            Object properties = Calls.of(argument, "getMessageProperties");
            return properties == null ? null : of(Calls.of(properties, "getAmqpAcknowledgment"));
        }
        return names.contains(HEADERS) ? inHeaders(argument) : of(argument);
    }

    private static @Nullable ManualAcknowledgment inHeaders(@Nullable Object headers) {
        if (headers instanceof Map<?, ?> map) {
            for (Object value : map.values()) {
                ManualAcknowledgment found = of(value);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    private static @Nullable ManualAcknowledgment of(@Nullable Object target) {
        String refusal = target == null ? null : refusal(Supertypes.names(target.getClass()));
        return target == null || refusal == null
                ? null
                : new ManualAcknowledgment(target, refusal.isEmpty() ? null : refusal);
    }

    private static @Nullable String refusal(Set<String> names) {
        return REFUSALS.stream()
                .filter(each -> names.contains(each.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }

    /** Acknowledges the delivery. */
    public void acknowledge() {
        Calls.of(target, "acknowledge");
    }

    /** Requests another delivery; returns false if an exception of the listener does so. */
    public boolean giveBack() {
        if (refusal == null) {
            return false;
        }
        Calls.of(target, refusal);
        return true;
    }
}
