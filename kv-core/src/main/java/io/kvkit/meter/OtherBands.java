package io.kvkit.meter;

import io.kvkit.meter.MeterTransition.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of other bands than those of a step, as a changed limit leaves it. A step that charges puts its own bands in
 * their place. One that only ends or prolongs what was taken from other bands than the record has now changes its
 * reservation alone.
 */
final class OtherBands {

    // Null if it is of the same bands.
    private @Nullable MeterRecord stored;
    private boolean added;
    private boolean apart;

    void read(MeterRecord record, List<Band> bands) {
        added = record.lacks(bands);
        stored = record.isOfOthers(bands) ? record : null;
    }

    void forget() {
        added = false;
        stored = null;
        apart = false;
    }

    /**
     * Begins a decision.
     *
     * @param held whether the reservation is open that the step is about
     */
    void decide(Op op, boolean held) {
        apart = stored != null && (op == Op.REFUND || op == Op.RENEW || (op == Op.SETTLE && held));
    }

    /** Returns whether the step changes no bands. */
    boolean areKept() {
        return apart;
    }

    /** Returns whether the step adds a band, which no open reservation has charged. */
    boolean areExtended() {
        return added && !apart;
    }

    /** Returns the record with other open reservations; null if the step changes bands. */
    byte @Nullable [] with(Holds open, double time) {
        MeterRecord kept = stored;
        return kept == null || !apart ? null : kept.with(open, time);
    }
}
