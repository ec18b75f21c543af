package io.kvkit.recipe.cache;

import io.kvkit.call.Backoff;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.Token;
import io.kvkit.recipe.cache.Flight.End;
import io.kvkit.recipe.cache.near.Feed;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches a computation of another process by reading its record: when the record changes if the store has signals, and
 * otherwise, or in case a signal is lost, again and again.
 */
final class Watch {

    private static final Backoff POLLING = new Backoff(Duration.ofMillis(2), Duration.ofMillis(50));
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final long ALERT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final CacheParts parts;
    private final CacheCall call;
    private final Key key;
    private final Token token;
    private final Consumer<End> ended;
    private final Backoff fallback;
    private final @Nullable Feed feed;
    private final Sight sight;
    private final Flight flight;
    private volatile boolean held;

    // The looks that were asked for and have not begun; one thread at a time reads, and owns the other fields.
    private final AtomicInteger wanted = new AtomicInteger(1);
    private Runnable deaf = () -> {};
    private Scheduled lapse = () -> {};
    private Scheduled next = () -> {};
    private int polls;

    /**
     * Creates a watch over the owner of a claim.
     *
     * @param call one of the calls that wait for the owner
     * @param sight how the call came to know of the owner
     * @param flight the computation
     * @param ended receives once how the computation ended
     */
    Watch(CacheParts parts, CacheCall call, Token token, Sight sight, Flight flight, Consumer<End> ended) {
        this.parts = parts;
        this.call = call;
        this.key = call.key();
        this.token = token;
        this.ended = ended;
        this.sight = sight;
        this.flight = flight;
        this.held = !sight.left().isZero();
        Duration third = Duration.ofMillis(call.settings().loading().leaseMillis() / 3);
        this.fallback = new Backoff(SECOND, third.compareTo(SECOND) < 0 ? SECOND : third);
        this.feed = parts.near().feed(key.namespace());
    }

    // Unless signals say that nothing has changed, the first read is immediate: the token may be that of a computation
    // of
    // this process that has just ended.
    void begin() {
        if (feed != null) {
            deaf = feed.onChange(key, this::signalled);
        }
        if (held) {
            lapse = parts.timer().after(sight.left().plus(MOMENT), this::lapsed);
        }
        if (sight.isPast(key)) {
            read();
        } else {
            rest(fallback.pause(polls++));
        }
    }

    private void signalled() {
        if (sight.isPast(key)) {
            look();
        }
    }

    private void lapsed() {
        held = false;
        look();
    }

    private void look() {
        if (wanted.getAndIncrement() == 0) {
            read();
        }
    }

    private void read() {
        wanted.set(1);
        next.cancel();
        long begun = System.nanoTime();
        parts.get(key).whenComplete((bytes, failure) -> {
            ClaimRecord record = bytes == null ? null : ClaimRecord.read(bytes);
            if (record != null && isUnderWay(record)) {
                rest(pause(record));
            } else {
                flight.prove(begun);
                end(bytes, record);
            }
        });
    }

    private void rest(Duration pause) {
        next = parts.timer().after(pause, this::look);
        if (!wanted.compareAndSet(1, 0)) {
            read();
        }
    }

    // A signal may be lost, and the end of a lease gives none.
    private Duration pause(ClaimRecord record) {
        if (feed == null || feed.silenceNanos() > ALERT_NANOS) {
            return POLLING.pause(polls++);
        }
        Duration lease = Duration.ofNanos(
                        Math.max(0, record.leaseUntil() - parts.store().nowMicros(key)) * 1_000)
                .plus(MOMENT);
        Duration pause = fallback.pause(polls++);
        return isHeld(record) || pause.compareTo(lease) < 0 ? pause : lease;
    }

    private boolean isUnderWay(ClaimRecord record) {
        return record.state() == State.PROCESSING
                && record.token().equals(token)
                && (isHeld(record) || parts.isClaimed(key, record))
                && !parts.isPaused(call, record);
    }

    // If the estimate is ahead of the store, the reply of the store counts: the claim would not be granted anyway. A
    // computation that fails may shorten its lease, about which the store has said nothing.
    private boolean isHeld(ClaimRecord record) {
        return held && sight.isOf(record);
    }

    private void end(byte @Nullable [] bytes, @Nullable ClaimRecord record) {
        deaf.run();
        lapse.cancel();
        if (bytes == null || record == null || !isResult(record)) {
            ended.accept(new End.Gone());
        } else {
            Failures.caught(() -> parts.chunks().whole(key, bytes))
                    .whenComplete((all, failure) -> ended.accept(endOf(all)));
        }
    }

    private boolean isResult(ClaimRecord record) {
        return record.state() == State.DONE
                && record.hasValue()
                && record.token().equals(token);
    }

    private static End endOf(byte @Nullable [] all) {
        ClaimRecord record = all == null ? null : ClaimRecord.read(all);
        return record == null ? new End.Gone() : new End.Landed(record.payload(), Long.MIN_VALUE);
    }
}
