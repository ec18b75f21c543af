package io.kvkit.claim;

/**
 * The renewal of one claim.
 *
 * <p>A claim is renewed at a third of its lease. A failed renewal is repeated after a tenth of the lease. The claim
 * counts as lost if the store says so, or if a whole lease has passed since the last successful renewal was sent.
 *
 * @since 0.1
 */
public interface Heartbeat {

    /** Ends the renewal; the claim itself is unchanged. */
    void cancel();

    /** Returns whether the claim is lost: the store said so, or no renewal succeeded for a whole lease. */
    boolean lost();
}
