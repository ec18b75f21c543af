package io.kvkit.recipe.cache;

import io.kvkit.call.Failures;
import io.kvkit.claim.Token;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps long payloads in parts, each under a key of its own, so that no command holds up others for long.
 *
 * <p>The keys contain a token, so the parts of one payload never change and never mix with those of
 * another. The record names them. An invalidation deletes the record only; the parts expire. A store in this JVM keeps
 * payloads whole.
 */
final class Chunks {

    /** The most bytes of one part. */
    static final int MOST = 480 * 1024;

    // A part may be read by a call that found the record at the end of its life.
    private static final long LONGER_MILLIS = 60_000;
    private static final int AT_ONCE = 4;
    private static final int SMALL = 512;

    private final KvStore store;
    private final boolean whole;

    Chunks(KvStore store) {
        this.store = store;
        this.whole = store.capabilities().contains(Capability.IMMEDIATE);
    }

    /** Returns whether a payload is kept in parts. */
    boolean isLong(byte[] payload) {
        return !whole && payload.length > MOST;
    }

    /** Stores the parts of a payload; the result is to be stored in its place. The stage fails if the store fails. */
    CompletionStage<byte[]> write(Key key, Token token, byte[] payload, long lifeMillis) {
        Ttl ttl = Ttl.ofMillis(lifeMillis + LONGER_MILLIS);
        Manifest manifest = new Manifest(token, payload.length);
        return each(0, count(payload.length), part -> {
                    int from = part * MOST;
                    byte[] bytes = Arrays.copyOfRange(payload, from, Math.min(payload.length, from + MOST));
                    return store.set(key(key, token, part), bytes, ttl);
                })
                .thenApply(done -> manifest.bytes(key));
    }

    /** Returns whether the payload of a record is in parts. */
    boolean areApart(Key key, byte[] record) {
        return manifest(key, record) != null;
    }

    private @Nullable Manifest manifest(Key key, byte[] record) {
        return whole || record.length > SMALL ? null : Manifest.read(record, key);
    }

    /** Continues at once with a record that has its payload in it, and otherwise when the parts were read. */
    <T> CompletionStage<T> whole(
            Key key,
            byte[] record,
            Function<Throwable, CompletionStage<T>> lost,
            Function<byte[], CompletionStage<T>> next) {
        Manifest manifest = manifest(key, record);
        return manifest == null
                ? next.apply(record)
                : whole(key, record, manifest)
                        .handle((all, failure) ->
                                failure == null ? next.apply(all) : lost.apply(Failures.unwrap(failure)))
                        .thenCompose(Function.identity());
    }

    /** Returns a record with its payload in it, or as it is if a part is missing. The stage fails if the store fails. */
    CompletionStage<byte[]> whole(Key key, byte[] record) {
        Manifest manifest = manifest(key, record);
        return manifest == null ? CompletableFuture.completedFuture(record) : whole(key, record, manifest);
    }

    /** Returns whether a payload that was found under a key is in parts. */
    static boolean isApart(byte[] payload, Key key) {
        return payload.length <= SMALL && Manifest.read(payload, key) != null;
    }

    private CompletionStage<byte[]> whole(Key key, byte[] bytes, Manifest manifest) {
        int start = bytes.length - Manifest.SIZE;
        byte[] all = Arrays.copyOf(bytes, Math.addExact(start, manifest.length()));
        boolean[] missing = new boolean[1];
        return each(
                        0,
                        count(manifest.length()),
                        part -> store.get(key(key, manifest.token(), part)).thenAccept(found -> {
                            int at = part * MOST;
                            int length = Math.min(MOST, manifest.length() - at);
                            if (found == null || found.length != length) {
                                missing[0] = true;
                            } else {
                                System.arraycopy(found, 0, all, start + at, length);
                            }
                        }))
                .thenApply(done -> missing[0] ? bytes : all);
    }

    /** Something that is done to a part. */
    private interface Step {

        CompletionStage<Void> take(int part);
    }

    // A few at once, so that commands for other keys come in between.
    private static CompletionStage<Void> each(int from, int count, Step step) {
        if (from >= count) {
            return CompletableFuture.completedFuture(null);
        }
        int to = Math.min(count, from + AT_ONCE);
        CompletableFuture<?>[] some = IntStream.range(from, to)
                .mapToObj(part -> Failures.caught(() -> step.take(part)).toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(some).thenCompose(done -> each(to, count, step));
    }

    private static int count(int length) {
        return (length + MOST - 1) / MOST;
    }

    // The text of no result contains it, in which a backslash escapes a character.
    private static Key key(Key key, Token token, int part) {
        String id = key.text().substring(key.namespace().start().length());
        return key.namespace().literalKey(id + "\\c" + HexFormat.of().formatHex(token.bytes()) + "." + part);
    }
}
