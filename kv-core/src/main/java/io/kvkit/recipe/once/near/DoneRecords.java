package io.kvkit.recipe.once.near;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kvkit.claim.ClaimReply.Done;
import io.kvkit.claim.Completion;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The records of finished work that this JVM has seen last. A record never changes until it expires, unless an operator
 * deletes it. Instances are safe for use by several threads.
 *
 * @since 0.1
 */
public final class DoneRecords {

    /** About what an entry takes without its key and its payload, in bytes. */
    private static final int OVERHEAD_BYTES = 240;

    private record Entry(byte @Nullable [] fingerprint, Done done, long sinceMicros) {}

    private final AtomicLong drops = new AtomicLong();
    private final @Nullable Cache<Key, Entry> entries;
    private final KvStore store;
    private final long maxStaleMicros;

    /** Keeps records of a store; none if the store is in this JVM. */
    public DoneRecords(KvStore store, NearRecords settings) {
        this.store = store;
        this.maxStaleMicros = settings.maxStaleness().toNanos() / 1_000;
        boolean immediate = store.capabilities().contains(Capability.IMMEDIATE);
        this.entries = immediate || settings.maxBytes() == 0 ? null : entries(settings);
    }

    private static Cache<Key, Entry> entries(NearRecords settings) {
        return Caffeine.newBuilder()
                .maximumWeight(settings.maxBytes())
                .weigher(DoneRecords::weight)
                .executor(Runnable::run)
                .build();
    }

    private static int weight(Key key, Entry entry) {
        return OVERHEAD_BYTES + key.text().length() + entry.done.payload().length;
    }

    /**
     * Returns the record of a key; null if the store must be asked.
     *
     * @param fingerprint that of the call; a record that was found for another one is not returned
     */
    public @Nullable Done find(Key key, byte @Nullable [] fingerprint) {
        Entry entry = entries == null ? null : entries.getIfPresent(key);
        return entry != null && isCurrent(key, entry) && Arrays.equals(entry.fingerprint, fingerprint)
                ? entry.done
                : null;
    }

    private boolean isCurrent(Key key, Entry entry) {
        long now = store.nowMicros(key);
        long age = now - entry.sinceMicros;
        return age >= 0 && age <= maxStaleMicros && entry.done.hardUntilMicros() > now;
    }

    /** Returns a number that changes whenever a record is dropped. It is read before the store is asked. */
    public long drops() {
        return drops.get();
    }

    /**
     * Keeps a record that the store has returned, unless any record was dropped since the store was asked.
     *
     * @param seen {@link #drops()} of before
     */
    public void keep(Key key, byte @Nullable [] fingerprint, Done done, long seen) {
        if (entries == null) {
            return;
        }
        entries.put(key, new Entry(fingerprint, done, store.nowMicros(key)));
        if (seen != drops.get()) {
            entries.invalidate(key);
        }
    }

    /** Keeps what this JVM has stored itself, unless any record was dropped in the meantime. */
    public void keep(Key key, byte @Nullable [] fingerprint, Completion stored, long seen) {
        long until = store.nowMicros(key) + stored.hardMillis() * 1_000;
        keep(key, fingerprint, new Done(stored.payload(), until, until), seen);
    }

    /** Drops the record of a key. */
    public void drop(Key key) {
        drops.incrementAndGet();
        if (entries != null) {
            entries.invalidate(key);
        }
    }
}
