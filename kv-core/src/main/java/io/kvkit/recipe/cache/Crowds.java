package io.kvkit.recipe.cache;

import io.kvkit.recipe.cache.Flight.End;
import io.kvkit.recipe.cache.near.Feed;
import io.kvkit.store.Key;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Spares commands while many calls ask for a key that nobody has loaded yet: one of them finds out what is under way, and
 * the others wait with it.
 *
 * <p>They wait before they have seen that the computation is valid for them. So they take its result only if its claim
 * was intact at some moment after they had begun to wait, and signals of changes make them look earlier.
 */
final class Crowds {

    /** A fresh result that a call has read, which other calls may use that had begun before the read. */
    record Found(byte[] bytes, long readNanos) {}

    private static final int SLOTS = 4_096;

    private final ConcurrentMap<Key, Crowd> crowds = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, CompletableFuture<@Nullable Found>> doors = new ConcurrentHashMap<>();

    // Races are harmless: a wrong entry only costs a command, or the wait for one.
    private final int[] present = new int[SLOTS];

    /** Returns whether the key had a result when it was read last, so that a read has probably no need of company. */
    boolean isPresent(Key key) {
        return present[slot(key)] == key.hashCode();
    }

    void found(Key key) {
        present[slot(key)] = key.hashCode();
    }

    void missed(Key key) {
        present[slot(key)] = 0;
    }

    private static int slot(Key key) {
        int hash = key.hashCode();
        return (hash ^ hash >>> 16) & SLOTS - 1;
    }

    /** Returns the calls that wait for the computation of a key; null if there is none. */
    @Nullable
    Crowd of(Key key) {
        return crowds.get(key);
    }

    /** Lets one call find out what is under way: returns null to it, and to the others a stage that ends when it has. */
    @Nullable
    CompletionStage<@Nullable Found> enter(Key key, CompletableFuture<@Nullable Found> door) {
        return doors.putIfAbsent(key, door);
    }

    /** Lets the other calls go on, perhaps with what this one has found. */
    void open(Key key, CompletableFuture<@Nullable Found> door, @Nullable Found found) {
        doors.remove(key, door);
        door.complete(found);
    }

    /** Lets later calls wait for a computation until it ends, or until a signal says that this process has lost it. */
    void gather(Key key, Flight flight, Feed feed) {
        Crowd known = crowds.get(key);
        if (known != null && known.flight() == flight) {
            return;
        }
        Crowd crowd = new Crowd(flight, new CompletableFuture<>());
        crowds.put(key, crowd);
        // A watch follows a computation of another process.
        Runnable deaf = flight.isElsewhere()
                ? () -> {}
                : feed.onChange(key, () -> {
                    if (!flight.isEnding()) {
                        end(key, crowd, new End.Gone());
                    }
                });
        flight.end().thenAccept(how -> {
            deaf.run();
            end(key, crowd, how);
        });
    }

    private void end(Key key, Crowd crowd, End how) {
        crowds.remove(key, crowd);
        crowd.end().complete(how);
    }
}
