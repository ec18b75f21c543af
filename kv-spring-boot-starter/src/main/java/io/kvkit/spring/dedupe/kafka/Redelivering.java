package io.kvkit.spring.dedupe.kafka;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.kafka.listener.CommonDelegatingErrorHandler;
import org.springframework.kafka.listener.CommonMixedErrorHandler;
import org.springframework.kafka.listener.FailedRecordProcessor;
import org.springframework.util.backoff.BackOff;

/**
 * Gives processors of failed records the back-off of redelivery. Reads their settings from fields, because they have no
 * getters. What is of no known type, such as a handler that stops the container, stays as it is.
 */
final class Redelivering {

    private static final String BACK_OFF = "userBackOffFunction";

    private Redelivering() {}

    static <P extends FailedRecordProcessor> P made(P processor) {
        make(processor);
        return processor;
    }

    static void make(@Nullable Object reaction) {
        if (reaction instanceof FailedRecordProcessor processor) {
            change(processor);
        } else if (reaction instanceof CommonDelegatingErrorHandler) {
            makeAll(reaction, "defaultErrorHandler", "delegates");
        } else if (reaction instanceof CommonMixedErrorHandler) {
            makeAll(reaction, "recordErrorHandler", "batchErrorHandler");
        } else if (reaction instanceof Map<?, ?> several) {
            several.values().forEach(Redelivering::make);
        }
    }

    private static void makeAll(Object reaction, String... fields) {
        var values = new DirectFieldAccessor(reaction);
        Stream.of(fields).filter(values::isReadableProperty).forEach(field -> make(values.getPropertyValue(field)));
    }

    // A processor can belong to several containers. One that keeps its state when another exception comes would never
    // ask for the back-off of an event whose first failure was an ordinary one.
    private static void change(FailedRecordProcessor processor) {
        BiFunction<ConsumerRecord<?, ?>, Exception, @Nullable BackOff> others = backOff(processor);
        if (!(others instanceof RedeliveryBackOff)) {
            RedeliveryBackOff.UNHANDLED.forEach(processor::addRetryableExceptions);
            processor.setBackOffFunction(new RedeliveryBackOff(others));
            processor.setResetStateOnExceptionChange(true);
        }
    }

    // The field has this type.
    @SuppressWarnings("unchecked")
    private static BiFunction<ConsumerRecord<?, ?>, Exception, @Nullable BackOff> backOff(
            FailedRecordProcessor processor) {
        var fields = new DirectFieldAccessor(processor);
        Object present = fields.isReadableProperty(BACK_OFF) ? fields.getPropertyValue(BACK_OFF) : null;
        return present == null
                ? (delivered, failure) -> null
                : (BiFunction<ConsumerRecord<?, ?>, Exception, @Nullable BackOff>) present;
    }
}
