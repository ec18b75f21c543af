package io.kvkit.spring.dedupe.kafka;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.kafka.listener.BatchListenerFailedException;

/**
 * Thrown at a record of a batch whose event nobody is known to have handled. Of a class of its own, because a container
 * begins to count attempts again when the exception of a record is of another class.
 */
final class RecordNotHandledException extends BatchListenerFailedException {

    private static final String MESSAGE =
            "The events before this record of the batch are handled; it is not known that its event was handled";
    private static final long serialVersionUID = 1L;

    RecordNotHandledException(int index, Throwable cause) {
        super(MESSAGE, cause, index);
    }

    RecordNotHandledException(ConsumerRecord<?, ?> delivered, Throwable cause) {
        super(MESSAGE, cause, delivered);
    }
}
