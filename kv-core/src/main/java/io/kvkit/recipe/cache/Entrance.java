package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Nesting;
import io.kvkit.recipe.cache.Crowds.Found;
import io.kvkit.recipe.cache.near.Feed;
import io.kvkit.store.Key;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The way of one call to those that wait for its key, or past them. */
final class Entrance {

    private final CacheParts parts;
    private final Key key;
    private final boolean eligible;
    private final long begunNanos = System.nanoTime();
    private volatile @Nullable CompletableFuture<@Nullable Found> door;
    private volatile boolean passed;

    Entrance(CacheParts parts, CacheCall call, @Nullable Nesting nesting) {
        this.parts = parts;
        this.key = call.key();
        this.eligible = nesting == null
                && !parts.immediate()
                && !parts.leavesWaits()
                && !call.settings().tagged()
                && !call.settings().staleness().isServed();
    }

    /** Waits with others instead of a read; returns null if the call must read. */
    @Nullable
    CompletionStage<Decision> instead(Attempt attempt) {
        return eligible && !(parts.crowds().of(key) == null && parts.crowds().isPresent(key)) ? join(attempt) : null;
    }

    /** Waits with others instead of a claim, after a read found nothing; returns null if the call must claim. */
    @Nullable
    CompletionStage<Decision> insteadOfClaim(Attempt attempt) {
        if (!eligible) {
            return null;
        }
        parts.crowds().missed(key);
        return join(attempt);
    }

    // Without signals nobody would hear that a computation has become useless.
    private @Nullable CompletionStage<Decision> join(Attempt attempt) {
        if (feed() == null) {
            return null;
        }
        Crowd crowd = parts.crowds().of(key);
        if (crowd == null) {
            return atDoor(attempt);
        }
        return crowd.flight().overdue() ? null : within(crowd, attempt);
    }

    private @Nullable CompletionStage<Decision> atDoor(Attempt attempt) {
        if (passed || door != null) {
            return null;
        }
        passed = true;
        CompletableFuture<@Nullable Found> mine = new CompletableFuture<>();
        CompletionStage<@Nullable Found> other = parts.crowds().enter(key, mine);
        if (other == null) {
            door = mine;
            return null;
        }
        return other.thenCompose(found -> found != null && found.readNanos() - begunNanos >= 0
                ? attempt.read(found.bytes(), null)
                : attempt.look());
    }

    private CompletionStage<Decision> within(Crowd crowd, Attempt attempt) {
        open();
        Waiting waiting = attempt.waiting();
        long joined = System.nanoTime();
        return waiting.forCrowd(crowd, end -> {
            passed = false;
            return crowd.flight().isProvenSince(joined) ? waiting.land(end) : attempt.look();
        });
    }

    /** Called when the call has found a result that is its answer. */
    void found(byte[] bytes, long readNanos) {
        if (eligible) {
            parts.crowds().found(key);
            open(new Found(bytes, readNanos));
        }
    }

    /** Called when the call knows a computation that later calls may wait for. */
    void knows(Flight flight) {
        Feed feed = eligible && !flight.overdue() ? feed() : null;
        if (feed != null) {
            parts.crowds().gather(key, flight, feed);
        }
        open();
    }

    /** Lets the calls go on that wait until this one knows what is under way. */
    void open() {
        open(null);
    }

    private void open(@Nullable Found found) {
        CompletableFuture<@Nullable Found> held = door;
        if (held != null) {
            door = null;
            parts.crowds().open(key, held, found);
        }
    }

    private @Nullable Feed feed() {
        return parts.near().live(key.namespace());
    }
}
