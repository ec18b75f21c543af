package io.kvkit.meter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A grant of all takes from a bucket, whose details are computed when they are read.
 *
 * @param step the step
 * @param nowMicros the time of the decision
 * @param used the permits in use after it
 * @param lag how long the time of the bucket stands still
 */
record BucketGrant(BucketTransition step, long nowMicros, double used, double lag) implements Grant {

    @Override
    public long granted() {
        return (long) step.count();
    }

    @Override
    public List<BandLeft> bands() {
        return computed().bands();
    }

    private Granted computed() {
        return new Granted((int) step.count(), nowMicros, step.remaining(used), step.reset(used, lag));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return computed().equals(other);
    }

    @Override
    public int hashCode() {
        return computed().hashCode();
    }

    @Override
    public String toString() {
        return computed().toString();
    }
}
