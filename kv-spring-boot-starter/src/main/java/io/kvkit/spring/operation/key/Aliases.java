package io.kvkit.spring.operation.key;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to the key of a call by the arguments of the method, without the text of the key. Safe for use by
 * several threads.
 *
 * <p>The table has four places for each hash and grows until it has two for each entry. If all four are taken by then,
 * one of them is given up, which costs the text of a key at its next call.
 *
 * @param <E> the type of what belongs to a key
 */
public final class Aliases<E> {

    private static final int PLACES = 4;

    /** The argument that the key is made of, or the array of them if it is not just one, and the entry of the key. */
    private record Alias<E>(int hash, Object part, E entry) {

        boolean isLike(Alias<E> other) {
            return hash == other.hash && Objects.deepEquals(part, other.part);
        }
    }

    private final int[] positions;

    // The position if there is one only, which needs no loop; else -1.
    private final int only;
    private final int most;
    private final Predicate<? super E> dropped;

    // Aliases are immutable, so a thread that does not see the last write only misses one.
    private volatile @Nullable Alias<E>[] table = table(4 * PLACES);

    /**
     * Creates an empty table.
     *
     * @param positions the positions of the arguments that the key is made of
     * @param entries about how many entries there may be; at most four times as many
     * @param dropped says which entries are no longer of use
     */
    public Aliases(List<Integer> positions, int entries, Predicate<? super E> dropped) {
        this.positions = positions.stream().mapToInt(Integer::intValue).toArray();
        this.only = this.positions.length == 1 ? this.positions[0] : -1;
        this.dropped = dropped;
        this.most = Math.max(4 * PLACES, Integer.highestOneBit(Math.min(entries, 1 << 28)) << 2);
    }

    @SuppressWarnings("unchecked")
    private static <E> @Nullable Alias<E>[] table(int places) {
        return (@Nullable Alias<E>[]) new Alias<?>[places];
    }

    /** Returns the entry for a call; null if none is known. */
    public @Nullable E find(@Nullable Object[] arguments) {
        int hash = hash(arguments);
        @Nullable Alias<E>[] all = table;
        Alias<E> first = all[hash & all.length - 1];
        return first != null && first.hash == hash && fits(first, arguments)
                ? first.entry
                : findNear(all, hash, arguments);
    }

    // Most entries have the place that their hash names, which is found with less code.
    private @Nullable E findNear(@Nullable Alias<E>[] all, int hash, @Nullable Object[] arguments) {
        int from = hash & all.length - PLACES;
        for (int i = from; i < from + PLACES; i++) {
            Alias<E> alias = all[i];
            if (alias != null && alias.hash == hash && fits(alias, arguments)) {
                return alias.entry;
            }
        }
        return null;
    }

    private boolean fits(Alias<E> alias, @Nullable Object[] arguments) {
        return only >= 0 ? alias.part.equals(arguments[only]) : allFit((Object[]) alias.part, arguments);
    }

    private boolean allFit(Object[] parts, @Nullable Object[] arguments) {
        for (int i = 0; i < positions.length; i++) {
            if (!parts[i].equals(arguments[positions[i]])) {
                return false;
            }
        }
        return true;
    }

    private int hash(@Nullable Object[] arguments) {
        int hash = (only >= 0 ? hash(arguments[only]) : hashOfAll(arguments)) * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    private int hashOfAll(@Nullable Object[] arguments) {
        int hash = 0;
        for (int position : positions) {
            hash = 31 * hash + hash(arguments[position]);
        }
        return hash;
    }

    private static int hash(@Nullable Object part) {
        return part == null ? 0 : part.hashCode();
    }

    /** Records the entry for a call. Calls with null have no alias. */
    public void put(@Nullable Object[] arguments, E entry) {
        Object[] parts = new Object[positions.length];
        for (int i = 0; i < parts.length; i++) {
            Object part = arguments[positions[i]];
            if (part == null) {
                return;
            }
            parts[i] = part;
        }
        put(new Alias<>(hash(arguments), only >= 0 ? parts[0] : parts, entry));
    }

    private synchronized void put(Alias<E> alias) {
        @Nullable Alias<E>[] all = table;
        int place = place(all, alias);
        while (place < 0 && all.length < most) {
            all = grown(all);
            place = place(all, alias);
        }
        all[place < 0 ? (alias.hash & all.length - PLACES) + (alias.hash >>> 30) : place] = alias;
        table = all;
    }

    // Writes into a copy: readers may still use the old table.
    private @Nullable Alias<E>[] grown(@Nullable Alias<E>[] all) {
        @Nullable Alias<E>[] larger = table(all.length * 2);
        for (Alias<E> alias : all) {
            int place = alias == null || dropped.test(alias.entry) ? -1 : place(larger, alias);
            if (place >= 0) {
                larger[place] = alias;
            }
        }
        return larger;
    }

    /** Returns the place of the same arguments, or a free one; -1 if there is none. */
    private int place(@Nullable Alias<E>[] all, Alias<E> wanted) {
        int from = wanted.hash & all.length - PLACES;
        int own = wanted.hash & all.length - 1;
        int free = -1;
        for (int i = from; i < from + PLACES; i++) {
            Alias<E> alias = all[i];
            if (alias != null && alias.isLike(wanted)) {
                return i;
            }
            if (free != own && (alias == null || dropped.test(alias.entry))) {
                free = i;
            }
        }
        return free;
    }
}
