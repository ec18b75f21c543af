package io.kvkit.permit;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * The answer to a step, by the store's clock.
 *
 * @param done whether the step was done: the permit acquired, renewed or released; for a peek, whether one would be
 *     acquired. A permit that has ended can neither be renewed nor released
 * @param held how many permits are held after the step
 * @param endsMicros microseconds until the first of them ends if it is neither renewed nor released; 0 if none is held
 * @param nowMicros the time of the step in microseconds since the epoch
 * @since 0.1
 */
public record PermitReply(boolean done, int held, long endsMicros, long nowMicros) {

    private static final int LENGTH = 2 + 3 * 8;

    /** Returns the time until the first permit ends if it is neither renewed nor released; zero if none is held. */
    public Duration firstEnd() {
        return Duration.ofNanos(endsMicros * 1_000);
    }

    static byte[] foreign() {
        return new byte[] {0};
    }

    static boolean isForeign(byte[] reply) {
        return reply[0] == 0;
    }

    static byte[] bytes(boolean done, int held, double ends, double now) {
        return ByteBuffer.allocate(LENGTH)
                .put((byte) 1)
                .put((byte) (done ? 1 : 0))
                .putDouble(held)
                .putDouble(ends)
                .putDouble(now + PermitRecord.EPOCH_MICROS)
                .array();
    }

    static PermitReply read(byte[] reply) {
        ByteBuffer in = ByteBuffer.wrap(reply, 1, reply.length - 1);
        boolean done = in.get() == 1;
        return new PermitReply(done, (int) in.getDouble(), (long) in.getDouble(), (long) in.getDouble());
    }
}
