package io.kvkit.meter;

/** A reply that grants all takes, so that nobody has to wait and no band refuses. */
sealed interface Grant extends MeterReply permits MeterReply.Granted, BucketGrant, Single {

    @Override
    default long retryAfterMicros() {
        return 0;
    }

    @Override
    default int refusingBand() {
        return -1;
    }
}
