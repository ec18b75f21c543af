package io.kvkit.spring.dedupe;

import io.kvkit.spring.intercept.GuardedCall;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledges a duplicate instead of a listener that acknowledges by hand. Otherwise the broker would deliver the
 * duplicate forever, or stop delivering.
 *
 * @param positions the positions of the arguments that are an acknowledgment or may contain one
 */
record Acknowledgments(int[] positions) {

    static Acknowledgments of(Method listener) {
        Class<?>[] types = listener.getParameterTypes();
        return new Acknowledgments(IntStream.range(0, types.length)
                .filter(i -> ManualAcknowledgment.mayBeIn(types[i]) || Map.class.isAssignableFrom(types[i]))
                .toArray());
    }

    /** Returns the reaction to a delivery that is not handled; null if no argument can acknowledge it. */
    GuardedCall.@Nullable Unmade of(@Nullable Object[] arguments) {
        return positions.length == 0 ? null : new Delivery(positions, arguments);
    }

    /** A delivery to a listener that may acknowledge it by hand. */
    private record Delivery(int[] positions, @Nullable Object[] arguments) implements GuardedCall.Unmade {

        @Override
        public void answered() {
            ManualAcknowledgment found = find();
            if (found != null) {
                found.acknowledge();
            }
        }

        @Override
        public @Nullable Object refused(Throwable refusal) throws Throwable {
            ManualAcknowledgment found = find();
            if (found == null || !found.giveBack()) {
                throw refusal;
            }
            return null;
        }

        private @Nullable ManualAcknowledgment find() {
            for (int position : positions) {
                Object argument = arguments[position];
                ManualAcknowledgment found = argument == null ? null : ManualAcknowledgment.in(argument);
                if (found != null) {
                    return found;
                }
            }
            return null;
        }
    }
}
