package io.kvkit.recipe.cache;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tag.TagRecord;
import io.kvkit.tag.Tags;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Knows which results of tagged caches are outdated, because a tag of theirs or the whole cache was invalidated after
 * their computation had begun. One record in each cache says so.
 */
final class Outdated {

    /** How long a result of a tagged cache lives at most. */
    static final Duration LIFE = Duration.ofDays(30);

    /** No invalidation can concern a result: its cache is not tagged. */
    static final TagRecord NOTHING = TagRecord.empty();

    private static final CompletionStage<TagRecord> OF_NOTHING = CompletableFuture.completedFuture(NOTHING);

    /** What was read last. Nobody changes the bytes. */
    private record Parsed(byte[] bytes, TagRecord record) {}

    private final KvStore store;
    private final CacheEvents events;
    private final ConcurrentMap<Key, Parsed> parsed;

    // What many keys of one bulk call ask for is sent once, because it is one object.
    private final ConcurrentMap<Key, Transition<TagRecord>> reads;

    Outdated(KvStore store, CacheEvents events) {
        this(store, events, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
    }

    private Outdated(
            KvStore store,
            CacheEvents events,
            ConcurrentMap<Key, Parsed> parsed,
            ConcurrentMap<Key, Transition<TagRecord>> reads) {
        this.store = store;
        this.events = events;
        this.parsed = parsed;
        this.reads = reads;
    }

    /** Returns the same, read from a view of the store. */
    Outdated on(KvStore view) {
        return new Outdated(view, events, parsed, reads);
    }

    /** Returns the key of the record of a cache. No result has its text, in which a backslash escapes a character. */
    static Key key(Namespace cache) {
        return cache.literalKey(NearCache.ID_OF_ALL);
    }

    /** Reads what is outdated in the cache of a call. The stage fails if the store fails. */
    CompletionStage<TagRecord> read(CacheCall call) {
        return read(call.key().namespace(), call.settings());
    }

    /** Reads what is outdated in a cache. The stage fails if the store fails. */
    CompletionStage<TagRecord> read(Namespace cache, CacheSettings settings) {
        return settings.tagged() ? read(key(cache)) : OF_NOTHING;
    }

    private CompletionStage<TagRecord> read(Key key) {
        return Failures.caught(() -> store.get(key))
                .handle((bytes, failure) -> found(key, bytes, failure))
                .thenCompose(Function.identity());
    }

    // A missing, damaged or foreign record is replaced by one that makes everything outdated.
    private CompletionStage<TagRecord> found(Key key, byte @Nullable [] bytes, @Nullable Throwable failure) {
        TagRecord record = bytes == null ? null : parsed(key, bytes);
        if (record != null) {
            return CompletableFuture.completedFuture(record);
        }
        if (failure != null && !isForeign(failure)) {
            return CompletableFuture.failedFuture(Failures.unwrap(failure));
        }
        if (bytes != null || failure != null) {
            events.tell(key.namespace(), Outcome.CORRUPT);
        }
        return Failures.caught(() ->
                store.apply(key, reads.computeIfAbsent(key, of -> Tags.read(of, LIFE.toMillis()))));
    }

    /** Returns whether a read failed because the key has a value of another type. */
    static boolean isForeign(Throwable failure) {
        return Failures.unwrap(failure) instanceof KvException error && error.kind() == KvException.Kind.PERMANENT;
    }

    /**
     * Reads what is outdated in the cache of a call from a store in this JVM; null if the record is missing.
     *
     * @throws KvException if the store refuses the read
     */
    @Nullable
    TagRecord readNow(CacheCall call) {
        if (!call.settings().tagged()) {
            return NOTHING;
        }
        Key key = key(call.key().namespace());
        Lookup found = store.getNow(key);
        byte[] bytes = found == null ? null : found.value();
        return bytes == null ? null : parsed(key, bytes);
    }

    private @Nullable TagRecord parsed(Key key, byte[] bytes) {
        Parsed last = parsed.get(key);
        if (last != null && Arrays.equals(last.bytes, bytes)) {
            return last.record;
        }
        TagRecord record = TagRecord.read(key, bytes);
        if (record != null) {
            parsed.put(key, new Parsed(bytes, record));
        }
        return record;
    }

    /** Returns whether the value of a record is outdated by a record of tags, which is null if there is none. */
    static boolean isOutdated(CacheCall call, byte @Nullable [] tags, byte[] bytes) {
        TagRecord now = tags == null ? null : TagRecord.read(key(call.key().namespace()), tags);
        ClaimRecord record = ClaimRecord.read(bytes);
        return record != null && record.hasValue() && (now == null || isOutdated(call, now, bytes, record));
    }

    /** Returns whether the value of a record is outdated. */
    static boolean isOutdated(CacheCall call, TagRecord now, byte[] bytes, ClaimRecord record) {
        return call.settings().tagged()
                && record.hasValue()
                && !Tagged.isCurrent(now, record.stamp(), Tagged.tags(bytes, record.payloadOffset()));
    }
}
