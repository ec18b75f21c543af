package io.kvkit.recipe.cache;

import io.kvkit.store.KvStore;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.DoubleSupplier;

/**
 * How long the computations of each cache usually take in this process, and so when the next value of a key is computed
 * early. A process that has not computed for a cache yet does not begin early either.
 */
final class LoadTimes {

    private static final long SHARE_OF_THE_LAST = 8;

    private final ConcurrentMap<String, Long> usualMicros = new ConcurrentHashMap<>();
    private final DoubleSupplier random;

    /**
     * Creates an instance that knows no computation.
     *
     * @param random gives numbers from 0 to 1, without 1
     */
    LoadTimes(DoubleSupplier random) {
        this.random = random;
    }

    /** Records how long the computation of a ticket took, now that it ends. */
    void took(CacheTicket ticket, KvStore store) {
        if (ticket instanceof CacheTicket.Claimed claimed) {
            CacheCall call = claimed.call();
            took(call, store.nowMicros(call.key()) - claimed.begunMicros());
        }
    }

    /** Learns how long a computation took. */
    void took(CacheCall call, long micros) {
        usualMicros.merge(
                call.key().namespace().start(),
                Math.max(1, micros),
                (usual, last) -> usual + (last - usual) / SHARE_OF_THE_LAST);
    }

    /** Returns whether a call that finds a fresh value computes the next one: the less of its life is left, the likelier. */
    boolean isDue(CacheCall call, long leftMicros) {
        Long usual = usualMicros.get(call.key().namespace().start());
        double early = call.settings().staleness().early();
        return usual != null && -Math.log(1 - random.getAsDouble()) * early * usual >= leftMicros;
    }
}
