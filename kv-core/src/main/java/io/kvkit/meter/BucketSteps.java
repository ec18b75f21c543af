package io.kvkit.meter;

import java.util.List;

/** The takes from a meter with a single bucket. Those of one permit are always the same. */
final class BucketSteps {

    private final List<Band> bucket;
    private final BandSettings settings;
    private final BucketTransition one;
    private final BucketTransition pass;

    BucketSteps(List<Band> bucket) {
        this.bucket = bucket;
        this.settings = BandSettings.of(bucket.get(0), 0, 0);
        this.one = step(false, 1, 1);
        this.pass = step(true, 1, 1);
    }

    /** Returns whether the bands are a single bucket. */
    static boolean are(List<Band> bands) {
        return bands.size() == 1 && bands.get(0).algorithm() == Algorithm.TOKEN_BUCKET;
    }

    BucketTransition take(long cost, long count) {
        return cost == 1 && count == 1 ? one : step(false, cost, count);
    }

    BucketTransition pass(long cost) {
        return cost == 1 ? pass : step(true, cost, 1);
    }

    private BucketTransition step(boolean brief, long cost, long count) {
        return new BucketTransition(bucket, settings, brief, cost, count);
    }
}
