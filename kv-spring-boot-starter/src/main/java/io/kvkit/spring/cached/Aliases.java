package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.near.NearEntry;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds entries of a near cache by the arguments of a method, without the text of their key. The entries know whether
 * they may still be used.
 *
 * <p>The table has four places for each hash and grows until it has two for each entry. If all four are taken by then,
 * one of them is given up, which costs the text of a key at its next call.
 */
final class Aliases {

    private static final int PLACES = 4;

    /** The arguments that the key is made of, and its entry. */
    private record Alias(int hash, Object[] parts, NearEntry entry) {}

    private final int[] positions;
    private final int most;

    // Aliases are immutable, so a thread that does not see the last write only misses one.
    private volatile @Nullable Alias[] table = new Alias[4 * PLACES];

    /**
     * Creates an empty table.
     *
     * @param positions the positions of the arguments that the key is made of
     * @param entries the number of entries of the near cache
     */
    Aliases(List<Integer> positions, int entries) {
        this.positions = positions.stream().mapToInt(Integer::intValue).toArray();
        this.most = Math.max(4 * PLACES, Integer.highestOneBit(Math.min(entries, 1 << 28)) << 2);
    }

    /** Returns the entry for a call; null if none is known. */
    @Nullable
    NearEntry find(@Nullable Object[] arguments) {
        int hash = hash(arguments);
        @Nullable Alias[] all = table;
        int from = hash & all.length - PLACES;
        for (int i = from; i < from + PLACES; i++) {
            Alias alias = all[i];
            if (alias != null && alias.hash == hash && fits(alias, arguments)) {
                return alias.entry;
            }
        }
        return null;
    }

    private boolean fits(Alias alias, @Nullable Object[] arguments) {
        for (int i = 0; i < positions.length; i++) {
            if (!alias.parts[i].equals(arguments[positions[i]])) {
                return false;
            }
        }
        return true;
    }

    private int hash(@Nullable Object[] arguments) {
        int hash = 0;
        for (int position : positions) {
            Object part = arguments[position];
            hash = 31 * hash + (part == null ? 0 : part.hashCode());
        }
        hash *= 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    /** Records the entry for a call. Calls with null have no alias. */
    void put(@Nullable Object[] arguments, NearEntry entry) {
        Object[] parts = new Object[positions.length];
        for (int i = 0; i < parts.length; i++) {
            Object part = arguments[positions[i]];
            if (part == null) {
                return;
            }
            parts[i] = part;
        }
        put(new Alias(hash(arguments), parts, entry));
    }

    private synchronized void put(Alias alias) {
        @Nullable Alias[] all = table;
        int place = place(all, alias);
        while (place < 0 && all.length < most) {
            all = grown(all);
            place = place(all, alias);
        }
        all[place < 0 ? (alias.hash & all.length - PLACES) + (alias.hash >>> 30) : place] = alias;
        table = all;
    }

    // Writes into a copy: readers may still use the old table.
    private static @Nullable Alias[] grown(@Nullable Alias[] all) {
        @Nullable Alias[] larger = new Alias[all.length * 2];
        for (Alias alias : all) {
            int place = alias == null || alias.entry.isDropped() ? -1 : place(larger, alias);
            if (place >= 0) {
                larger[place] = alias;
            }
        }
        return larger;
    }

    /** Returns the place of the same arguments, or a free one; -1 if there is none. */
    private static int place(@Nullable Alias[] all, Alias wanted) {
        int from = wanted.hash & all.length - PLACES;
        int free = -1;
        for (int i = from; i < from + PLACES; i++) {
            Alias alias = all[i];
            if (alias != null && alias.hash == wanted.hash && Arrays.equals(alias.parts, wanted.parts)) {
                return i;
            }
            if (alias == null || alias.entry.isDropped()) {
                free = i;
            }
        }
        return free;
    }
}
