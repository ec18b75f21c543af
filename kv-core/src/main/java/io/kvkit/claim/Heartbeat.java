package io.kvkit.claim;

/** Keeps claims alive while their owners work. */
public final class Heartbeat {

    private Heartbeat() {}

    /** The renewal of one claim. */
    public interface Beat {

        /** Ends the renewal; the claim itself stays as it is. */
        void cancel();

        /** Whether the claim is lost: the store said so, or no renewal came through for a whole lease. */
        boolean lost();
    }
}
