package io.kvkit.call;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds what belongs to the key of a call by the arguments of the method, without the text of the key. Safe for use by
 * several threads.
 *
 * <p>The table has four places for each hash and grows until it has two for each entry. If all four are taken by then,
 * one of them is given up, which costs the text of a key at its next call.
 *
 * <pre>{@code
 * Aliases<Passage> passages = new Aliases<>(List.of(0), 16_384);
 * passages.put(arguments, alias -> limiter.passage(charge, alias));
 * Passage passage = passages.find(arguments);
 * }</pre>
 *
 * @param <E> the type of the aliases
 * @since 0.1
 */
public final class Aliases<E extends Alias> {

    private static final int PLACES = 4;

    private final int[] positions;

    // The position if there is one only, which needs no loop; else -1.
    private final int only;
    private final int most;

    // Aliases are immutable, so a thread that does not see the last write only misses one.
    private volatile @Nullable Alias[] table = new @Nullable Alias[4 * PLACES];

    /**
     * Creates an empty table.
     *
     * @param positions the positions of the arguments that the key is made of
     * @param entries about how many entries there may be; at most four times as many
     */
    public Aliases(List<Integer> positions, int entries) {
        this.positions = positions.stream().mapToInt(Integer::intValue).toArray();
        this.only = this.positions.length == 1 ? this.positions[0] : -1;
        this.most = Math.max(4 * PLACES, Integer.highestOneBit(Math.min(entries, 1 << 28)) << 2);
    }

    /** Returns for how many aliases there is room at the moment. */
    public int places() {
        return table.length;
    }

    /** Returns the alias of a call; null if none is known. */
    @SuppressWarnings("unchecked") // the table contains no others
    public @Nullable E find(@Nullable Object[] arguments) {
        int hash = hash(arguments);
        @Nullable Alias[] all = table;
        Alias first = all[hash & all.length - 1];
        return (E) (first != null && fits(first, hash, arguments) ? first : findNear(all, hash, arguments));
    }

    /** Returns the alias of a call with one argument only; null if none is known. */
    @SuppressWarnings("unchecked") // the table contains no others
    public @Nullable E findOne(Object argument) {
        int hash = mixed(argument.hashCode());
        @Nullable Alias[] all = table;
        int from = hash & all.length - PLACES;
        for (int i = 0; i < PLACES; i++) {
            Alias alias = all[from + (hash + i & PLACES - 1)];
            if (alias != null && alias.hash() == hash && alias.part().equals(argument)) {
                return (E) alias;
            }
        }
        return null;
    }

    // Most entries have the place that their hash names, which is found with less code.
    private @Nullable Alias findNear(@Nullable Alias[] all, int hash, @Nullable Object[] arguments) {
        int from = hash & all.length - PLACES;
        for (int i = from; i < from + PLACES; i++) {
            Alias alias = all[i];
            if (alias != null && fits(alias, hash, arguments)) {
                return alias;
            }
        }
        return null;
    }

    private boolean fits(Alias alias, int hash, @Nullable Object[] arguments) {
        return alias.hash() == hash
                && (only >= 0 ? alias.part().equals(arguments[only]) : allFit((Object[]) alias.part(), arguments));
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
        return mixed(only >= 0 ? hash(arguments[only]) : hashOfAll(arguments));
    }

    private static int mixed(int hash) {
        int mixed = hash * 0x9E3779B9;
        return mixed ^ mixed >>> 15;
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

    /**
     * Records the alias of a call, and returns it. Calls with null have none.
     *
     * @param making makes it; null if there is none
     */
    public @Nullable E put(@Nullable Object[] arguments, Function<Alias.Arguments, @Nullable E> making) {
        Object[] parts = new Object[positions.length];
        for (int i = 0; i < parts.length; i++) {
            Object part = arguments[positions[i]];
            if (part == null) {
                return null;
            }
            parts[i] = part;
        }
        E alias = making.apply(new Alias.Arguments(hash(arguments), only >= 0 ? parts[0] : parts));
        if (alias != null) {
            put(alias);
        }
        return alias;
    }

    private synchronized void put(Alias alias) {
        @Nullable Alias[] all = table;
        int place = place(all, alias);
        while (place < 0 && all.length < most) {
            all = grown(all);
            place = place(all, alias);
        }
        all[place < 0 ? (alias.hash() & all.length - PLACES) + (alias.hash() >>> 30) : place] = alias;
        table = all;
    }

    // Writes into a copy: readers may still use the old table.
    private @Nullable Alias[] grown(@Nullable Alias[] all) {
        @Nullable Alias[] larger = new @Nullable Alias[all.length * 2];
        for (Alias alias : all) {
            int place = alias == null || alias.isDropped() ? -1 : place(larger, alias);
            if (place >= 0) {
                larger[place] = alias;
            }
        }
        return larger;
    }

    /** Returns the place of the same arguments, or a free one; -1 if there is none. */
    private int place(@Nullable Alias[] all, Alias wanted) {
        int from = wanted.hash() & all.length - PLACES;
        int own = wanted.hash() & all.length - 1;
        int free = -1;
        for (int i = from; i < from + PLACES; i++) {
            Alias alias = all[i];
            if (alias != null && alias.isLike(wanted)) {
                return i;
            }
            if (free != own && (alias == null || alias.isDropped())) {
                free = i;
            }
        }
        return free;
    }
}
