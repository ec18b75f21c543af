package io.kvkit.recipe.cache.near;

import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What a near cache needs of its store.
 *
 * @param store the store behind the near cache
 * @param immediate whether the store is in this JVM
 * @param nanos the clock by which entries expire if the store is not in this JVM
 * @param silence for how long changes may have gone unnoticed, in nanoseconds
 * @param maxSilenceNanos the longest silence during which entries are used whenever they were read
 * @param maxLifeNanos the longest life of an entry
 * @param plans how the values of each declared type are kept
 */
record NearParts(
        KvStore store,
        boolean immediate,
        LongSupplier nanos,
        LongSupplier silence,
        long maxSilenceNanos,
        long maxLifeNanos,
        Map<Type, CopyPlan> plans) {

    // The sum with any time is a number.
    private static final long YEAR = TimeUnit.DAYS.toNanos(365);

    static NearParts of(KvStore store, LongSupplier nanos, @Nullable Feed feed, NearSettings settings) {
        long staleness = TimeUnit.MILLISECONDS.toNanos(settings.maxStalenessMillis());
        return new NearParts(
                store,
                isImmediate(store),
                nanos,
                feed == null ? () -> 0 : feed::silenceNanos,
                staleness,
                feed == null ? staleness : YEAR,
                new ConcurrentHashMap<>());
    }

    CopyPlan plan(Type type) {
        return plans.computeIfAbsent(type, CopyPlan::of);
    }

    // A store in this JVM has a time of its own, by which its records expire.
    long nanos(Key key) {
        return immediate ? store.nowMicros(key) * 1_000 : nanos.getAsLong();
    }

    // Hits ask so often that reading the clock would cost them as much as all else.
    long recentNanos(Key key) {
        return immediate ? store.recentMicros(key) * 1_000 : nanos.getAsLong();
    }

    // A store in this JVM is never silent.
    boolean isHeard() {
        return immediate || silence.getAsLong() <= maxSilenceNanos;
    }

    // What was read a moment ago is not older than that, whatever happened meanwhile.
    boolean isYoung(long readNanos, long now) {
        return now - readNanos < maxSilenceNanos;
    }

    /** Lets a record, and that of the tags, look used to a store in this JVM, which does not see the hits. */
    void touch(Key key) {
        if (immediate) {
            try {
                store.getNow(key);
                store.getNow(key.namespace().literalKey(NearCache.ID_OF_ALL));
            } catch (RuntimeException closed) {
                // Its signals end with it.
            }
        }
    }

    static boolean isImmediate(KvStore store) {
        return store.capabilities().contains(Capability.IMMEDIATE);
    }
}
