package io.kvkit.spring;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A delivery of an event that is parked, because its handler has failed too often.
 *
 * @param consumer the name of the consumer
 * @param attempts the number of attempts that failed
 * @param fence the fence of the last attempt, which a decision about the event must name
 * @param arguments the arguments of the method, with the event
 * @since 0.1
 */
public record ParkedEvent(String consumer, int attempts, long fence, List<@Nullable Object> arguments) {

    /** Copies the arguments. */
    public ParkedEvent {
        arguments = Collections.unmodifiableList(Arrays.asList(arguments.toArray()));
    }
}
