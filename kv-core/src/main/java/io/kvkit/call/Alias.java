package io.kvkit.call;

import java.util.Objects;

/**
 * What belongs to the key of a call, and can be found by the arguments of the method without the text of the key. It holds
 * the arguments itself, because each object more on the way to it costs as much as the rest of a search if its memory is
 * not in the processor's cache. The arguments never change.
 *
 * @since 0.1
 */
public abstract class Alias {

    /**
     * The arguments that the key is made of.
     *
     * @param hash their hash
     * @param part the argument, or the array of them if it is not just one
     */
    public record Arguments(int hash, Object part) {

        /** The arguments of a call that is not found by them. */
        public static final Arguments UNKNOWN = new Arguments(0, new Object());
    }

    private final int hash;
    private final Object part;

    /** Creates an alias for calls with these arguments. */
    protected Alias(Arguments arguments) {
        this.hash = arguments.hash();
        this.part = arguments.part();
    }

    /** Returns the hash of the arguments. */
    public final int hash() {
        return hash;
    }

    /** Returns the argument that the key is made of, or the array of them if it is not just one. */
    public final Object part() {
        return part;
    }

    /** Returns whether another alias is for the same calls. */
    public final boolean isLike(Alias other) {
        return hash == other.hash && Objects.deepEquals(part, other.part);
    }

    /** Returns whether this is no longer of use, so that another one may take its place. */
    public abstract boolean isDropped();
}
