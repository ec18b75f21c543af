package io.kvkit.recipe.cache;

import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.recipe.cache.near.Feed;
import io.kvkit.store.Key;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a call came to know of a computation, so that a watch over it need not read what the call has just seen.
 *
 * @param left the minimum time that its lease still runs, as reported by the store; zero if unknown
 * @param leaseUntil when the lease of which the store reported that ends, by the store's clock in microseconds; 0 if
 *     unknown
 * @param feed the signals of the key; null if none arrived when the call read the key
 * @param changes the number of changes before that read
 * @param claimed whether that read did not find the claim, so that the first change after it is the claim itself
 */
record Sight(Duration left, long leaseUntil, @Nullable Feed feed, int changes, boolean claimed) {

    /** A call that saw the computation without signals. */
    static final Sight UNSURE = new Sight(Duration.ZERO, 0, null, 0, false);

    /** Begins a read. */
    static Sight begin(@Nullable Feed live, Key key) {
        return live == null ? UNSURE : new Sight(Duration.ZERO, 0, live, live.changes(key), false);
    }

    /**
     * Returns the sight of a call whose claim was refused.
     *
     * @param read the record that the call read before, which may have been that of the other claim
     */
    Sight refused(Busy reply, @Nullable ClaimRecord read) {
        return read != null && read.token().equals(reply.holder())
                ? new Sight(reply.left(), read.leaseUntil(), feed, changes, false)
                : new Sight(reply.left(), 0, feed, changes, true);
    }

    /** Returns whether the lease is one that runs by the word of the store: no shorter than the one that it reported. */
    boolean isOf(ClaimRecord record) {
        return leaseUntil != 0 && record.leaseUntil() >= leaseUntil;
    }

    /** Returns whether the record may have changed since the call saw it. */
    boolean isPast(Key key) {
        return feed == null || feed.changes(key) - changes > (claimed ? 1 : 0);
    }
}
