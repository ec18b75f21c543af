package io.kvkit.spring.dedupe.delivery;

import io.kvkit.spring.operation.type.Supertypes;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a listener gets from its transport: a record of Kafka, or a message of Spring or AMQP. Compares names because
 * transports may be absent.
 */
public sealed interface Delivery permits DeliveredRecord, DeliveredMessage, DeliveredAmqpMessage {

    /** Returns whether an argument of this type is a delivery. */
    static boolean isIn(Class<?> type) {
        Set<String> names = Supertypes.names(type);
        return names.contains(DeliveredRecord.TYPE)
                || names.contains(DeliveredMessage.TYPE)
                || names.contains(DeliveredAmqpMessage.TYPE);
    }

    /** Returns the delivery that an argument is; null if it is none. */
    static @Nullable Delivery of(@Nullable Object argument) {
        Set<String> names = argument == null ? Set.of() : Supertypes.names(argument.getClass());
        if (argument == null) {
            return null;
        }
        if (names.contains(DeliveredRecord.TYPE)) {
            return new DeliveredRecord(argument);
        }
        if (names.contains(DeliveredMessage.TYPE)) {
            return new DeliveredMessage(argument);
        }
        return names.contains(DeliveredAmqpMessage.TYPE) ? new DeliveredAmqpMessage(argument) : null;
    }

    /** Returns the key of the record; null if there is none. */
    @Nullable
    Object key();

    /** Returns all values of a header; empty if there is none. */
    List<Object> headers(String name);

    /** Returns the payload; null if there is none. */
    @Nullable
    Object content();
}
