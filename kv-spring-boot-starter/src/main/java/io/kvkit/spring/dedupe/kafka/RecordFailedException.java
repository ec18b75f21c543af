package io.kvkit.spring.dedupe.kafka;

import org.springframework.kafka.listener.BatchListenerFailedException;

/**
 * Thrown at a record of a batch that failed. Of a class of its own, because a container
 * begins to count attempts again when the exception of a record is of another class.
 */
final class RecordFailedException extends BatchListenerFailedException {

    private static final long serialVersionUID = 1L;

    RecordFailedException(int index, Throwable cause) {
        super("The events before record " + index + " of the batch are handled; it failed", cause, index);
    }
}
