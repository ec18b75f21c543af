package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.MeterReply;
import io.kvkit.meter.MeterReply.BandLeft;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal of the store that is remembered.
 *
 * @param charge the refused charge
 * @param reply the reply of the store
 * @param sinceMicros when the charge was about to be sent, by a clock of this JVM that never steps back. The store
 *     decided later, so nobody is refused here longer than by the store
 */
record Denial(Charge charge, MeterReply reply, long sinceMicros) {

    /** Returns whether a charge would be refused in the same way. Another cost may have to wait longer, or not at all. */
    boolean concerns(Charge other) {
        return charge.key().equals(other.key()) && charge.isLike(other);
    }

    /** Returns the reply at a later time; null if the store may have another one by then. */
    @Nullable
    MeterReply at(long nowMicros, long mostMicros) {
        long passed = nowMicros - sinceMicros;
        if (passed >= Math.min(reply.retryAfterMicros(), mostMicros)) {
            return null;
        }
        List<BandLeft> left = reply.bands().stream()
                .map(band -> new BandLeft(band.remaining(), Math.max(0, band.resetMicros() - passed)))
                .toList();
        return new MeterReply.Counted(
                0, reply.retryAfterMicros() - passed, reply.refusingBand(), reply.nowMicros() + passed, left);
    }
}
