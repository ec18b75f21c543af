package io.kvkit.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Quietly;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.Claims;
import io.kvkit.codec.CodecException;
import io.kvkit.codec.ResultCodec;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import org.jspecify.annotations.Nullable;

/** What all calls of a cache share. */
record CacheParts(KvStore store, Claims claims, Timer timer, Flights flights, Turns turns, CacheObserver observer) {

    static CacheParts of(KvStore store, Timer timer, CacheObserver observer) {
        return new CacheParts(store, new Claims(store, timer), timer, new Flights(store, timer), new Turns(), observer);
    }

    boolean isFresh(Key key, ClaimRecord record) {
        return record.hasValue() && record.freshUntil() > store.nowMicros(key);
    }

    /** Whether somebody holds the claim of the key, by this process's idea of the store's time. */
    boolean isClaimed(Key key, ClaimRecord record) {
        return record.state() == State.PROCESSING && record.leaseUntil() > store.nowMicros(key);
    }

    /** The answer that a stored payload gives; null when it is damaged or of another type. */
    @Nullable
    Decision hit(CacheCall call, byte[] payload) {
        try {
            Object result = call.codec().decode(payload);
            count(call, ResultCodec.isAbsent(result) ? CacheEvent.NULL_HIT : CacheEvent.HIT);
            return new Answer(result);
        } catch (CodecException damaged) {
            return null;
        }
    }

    void count(CacheCall call, CacheEvent event) {
        count(call.settings().name(), event);
    }

    void count(String cache, CacheEvent event) {
        Quietly.tell(() -> observer.observed(cache, event));
    }
}
