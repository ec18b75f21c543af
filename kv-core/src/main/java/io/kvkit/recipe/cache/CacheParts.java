package io.kvkit.recipe.cache;

import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.Claims;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.recipe.cache.near.NearCaches;
import io.kvkit.recipe.cache.near.NearRead;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The parts that all calls of a cache share. */
record CacheParts(
        KvStore store,
        Claims claims,
        Timer timer,
        Flights flights,
        Crowds crowds,
        Turns turns,
        Crossings crossings,
        Results results,
        CacheEvents events,
        NearCaches near,
        Invalidations invalidations,
        Outdated outdated,
        LoadTimes loadTimes,
        Chunks chunks,
        boolean immediate,
        boolean leavesWaits) {

    private static final CompletionStage<@Nullable StoredResult> NOTHING = CompletableFuture.completedFuture(null);

    static CacheParts of(KvStore store, Timer timer, KvListeners listeners, LongSupplier nanos) {
        Claims claims = new Claims(store, timer);
        CacheEvents events = new CacheEvents(listeners);
        NearCaches near = new NearCaches(store, listeners, nanos);
        return new CacheParts(
                store,
                claims,
                timer,
                new Flights(),
                new Crowds(),
                new Turns(),
                new Crossings(),
                new Results(listeners),
                events,
                near,
                new Invalidations(store, claims, timer, events, near),
                new Outdated(store, events),
                new LoadTimes(() -> ThreadLocalRandom.current().nextDouble()),
                new Chunks(store),
                store.capabilities().contains(Capability.IMMEDIATE),
                false);
    }

    /** Returns the same parts on views of store and timer, for calls that are decided together and leave their waits. */
    CacheParts on(KvStore view, Timer timerView) {
        return new CacheParts(
                view,
                new Claims(view, timerView),
                timerView,
                flights,
                crowds,
                turns,
                crossings,
                results,
                events,
                near,
                invalidations,
                outdated.on(view),
                loadTimes,
                chunks,
                immediate,
                true);
    }

    /** Returns the near cache of a call; null if it has none. */
    @Nullable
    NearCache near(CacheCall call) {
        return near.of(call.key().namespace(), call.settings().near());
    }

    /** Returns the valid answer to a call from its near cache; null if there is none. */
    @Nullable
    Answer nearby(CacheCall call, @Nullable NearCache cache) {
        Answer answer =
                cache == null ? null : cache.answer(call.key(), call.codec(), result -> results.isValid(call, result));
        if (answer != null) {
            call.told(ResultCodec.isAbsent(answer.value()) ? Outcome.NEAR_NULL_HIT : Outcome.NEAR_HIT);
        }
        return answer;
    }

    /** Begins a read whose result may be kept in the near cache; null if it may not. Called before the read. */
    @Nullable
    NearRead beginRead(CacheCall call) {
        NearCache cache = near(call);
        return cache == null ? null : cache.begin(call.key());
    }

    /** Reads a record, without the parts of a long payload. If the store throws, against its contract, the stage fails. */
    CompletionStage<byte @Nullable []> get(Key key) {
        return Failures.caught(() -> store.get(key));
    }

    /** Returns whether what the store holds for a call must not be believed. */
    boolean isUnsure(CacheCall call) {
        return invalidations.concern(call);
    }

    /**
     * Reads what is stored for a call, without the parts of a long payload, unless it is outdated; null if there is
     * nothing. The stage fails if the store fails.
     *
     * @param begun the read, if its result is kept in the near cache
     */
    CompletionStage<@Nullable StoredResult> found(CacheCall call, @Nullable NearRead begun) {
        return outdated.read(call)
                .thenCombine(get(call.key()), (tags, bytes) -> StoredResult.of(call, begun, tags, bytes));
    }

    /** Reads a value that can be given out, stale or not; null if there is none. The stage fails if the store fails. */
    CompletionStage<@Nullable StoredResult> usable(CacheCall call) {
        return found(call, null)
                .thenCompose(found -> found == null || freshness(call, found.record()) == Freshness.NONE
                        ? NOTHING
                        : whole(call, found))
                .thenApply(found -> isUnsure(call) ? null : found);
    }

    /** Returns a stored result with its payload, for those who use it. The stage fails if the store fails. */
    CompletionStage<@Nullable StoredResult> whole(CacheCall call, StoredResult found) {
        return chunks.whole(call.key(), found.bytes())
                .thenApply(bytes -> new StoredResult(found.begun(), bytes, found.record()));
    }

    /** Returns the payload of what was read. */
    byte[] payload(CacheCall call, StoredResult found) {
        int offset = payloadOffset(call, found.bytes(), found.record());
        return Arrays.copyOfRange(found.bytes(), offset, found.bytes().length);
    }

    /** Returns where the payload of a record begins. */
    int payloadOffset(CacheCall call, byte[] bytes, ClaimRecord record) {
        int offset = record.payloadOffset();
        return call.settings().tagged() ? Tagged.payloadOffset(bytes, offset) : offset;
    }

    /** Returns what the value of a record is good for in a call, by this process's estimate of the store's time. */
    Freshness freshness(CacheCall call, ClaimRecord record) {
        return Freshness.of(record, call.settings().staleness(), store.nowMicros(call.key()));
    }

    /** Returns how long the value of a record stays fresh, in microseconds. */
    long leftMicros(CacheCall call, ClaimRecord record) {
        return record.freshUntil() - store.nowMicros(call.key());
    }

    /**
     * Returns whether no call shall compute now, because the last computation failed: its claim is left to lapse. A claim
     * that is renewed never runs that short.
     */
    boolean isPaused(CacheCall call, ClaimRecord record) {
        long pause = call.settings().staleness().retryPauseMillis() * 1_000;
        return freshness(call, record).isStale()
                && isClaimed(call.key(), record)
                && record.leaseUntil() - store.nowMicros(call.key()) <= pause;
    }

    /** Returns whether the key is claimed, by this process's estimate of the store's time. */
    boolean isClaimed(Key key, ClaimRecord record) {
        return record.state() == State.PROCESSING && record.leaseUntil() > store.nowMicros(key);
    }

    /**
     * Returns the answer from a fresh record, and keeps it in the near cache; null if it is damaged or not valid.
     *
     * @param begun the read that found the record; null if the near cache does not keep its result
     */
    @Nullable
    Answer hit(CacheCall call, @Nullable NearRead begun, byte[] bytes, ClaimRecord record) {
        Answer answer = results.valid(call, bytes, payloadOffset(call, bytes, record));
        return answer == null ? null : hit(call, begun, bytes, record, answer);
    }

    /** Returns a valid answer that was found fresh, and keeps it in the near cache. */
    Answer hit(CacheCall call, @Nullable NearRead begun, byte[] bytes, ClaimRecord record, Answer found) {
        if (begun != null) {
            boolean share = call.settings().near().share();
            begun.keep(
                    call.codec(), share, found.value(), bytes, payloadOffset(call, bytes, record), record.freshUntil());
        }
        return hit(call, found);
    }

    /** Returns a valid answer that was found fresh. */
    Answer hit(CacheCall call, Answer found) {
        tell(call, ResultCodec.isAbsent(found.value()) ? Outcome.NULL_HIT : Outcome.HIT);
        return found;
    }

    /** Returns the answer from a payload; null if that is damaged or no longer valid, which is told. */
    @Nullable
    Answer answer(CacheCall call, byte[] bytes, int offset) {
        Answer answer = results.decoded(call, bytes, offset);
        if (answer != null && results.isValid(call, answer.value())) {
            return answer;
        }
        if (answer == null && !Chunks.isApart(bytes, call.key())) {
            results.examine(call, bytes, offset);
        }
        tell(call, answer == null ? Outcome.CORRUPT : Outcome.INVALID);
        return null;
    }

    /** Returns the payload of a result; null if the result cannot be encoded, which is reported to listeners. */
    byte @Nullable [] encode(CacheCall call, @Nullable Object result, @Nullable String validator) {
        byte[] payload = results.encoded(call, result, validator);
        if (payload == null) {
            tell(call, Outcome.NOT_ENCODABLE);
        }
        return payload;
    }

    void tell(CacheCall call, Outcome outcome) {
        tell(call.key().namespace(), outcome);
        call.told(outcome);
    }

    void tell(Namespace cache, Outcome outcome) {
        events.tell(cache, outcome);
    }
}
