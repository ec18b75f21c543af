package io.kvkit.recipe.cache;

import io.kvkit.call.Backoff;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.Token;
import io.kvkit.recipe.cache.Flight.End;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Watches a computation of another process by polling its record. */
final class Watch {

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(2), Duration.ofMillis(50));

    private final CacheParts parts;
    private final CacheCall call;
    private final Token token;
    private final Consumer<End> ended;
    private final @Nullable Scheduled lapse;
    private volatile boolean held;

    /**
     * Creates a watch over the owner of a claim.
     *
     * @param call one of the calls that wait
     * @param left the minimum time that its lease still runs, as reported by the store; zero if known only from the
     *     estimate of the store's time
     * @param ended receives once how the computation ended
     */
    Watch(CacheParts parts, CacheCall call, Token token, Duration left, Consumer<End> ended) {
        this.parts = parts;
        this.call = call;
        this.token = token;
        this.ended = ended;
        this.held = !left.isZero();
        this.lapse = held ? parts.timer().after(left.plusMillis(1), () -> held = false) : null;
    }

    // The first read is immediate: the token may be that of a computation of this process that has just ended.
    void begin() {
        look(0);
    }

    private void look(int before) {
        parts.get(call.key()).whenComplete((bytes, failure) -> {
            ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
            if (record != null && isUnderWay(record)) {
                parts.timer().after(BACKOFF.pause(before), () -> look(before + 1));
            } else {
                end(record);
            }
        });
    }

    // If the estimate is ahead of the store, the reply of the store counts: the claim would not be granted anyway.
    private boolean isUnderWay(ClaimRecord record) {
        return record.state() == State.PROCESSING
                && record.token().equals(token)
                && (held || parts.isClaimed(call.key(), record))
                && !parts.isPaused(call, record);
    }

    private void end(@Nullable ClaimRecord record) {
        if (lapse != null) {
            lapse.cancel();
        }
        ended.accept(endOf(record));
    }

    private End endOf(@Nullable ClaimRecord record) {
        return record != null
                        && record.state() == State.DONE
                        && record.hasValue()
                        && record.token().equals(token)
                ? new End.Landed(record.payload())
                : new End.Gone();
    }
}
