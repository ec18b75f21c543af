package io.kvkit.recipe.cache.near;

/**
 * The settings of the near cache of one cache.
 *
 * <pre>{@code
 * NearSettings near = NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON).withSize(1_000);
 * }</pre>
 *
 * @param mode whether results are kept in this JVM
 * @param size the maximum number of results in this JVM
 * @param maxStalenessMillis how long results may be used while changes may go unnoticed, in milliseconds; 0 not at all
 * @param share whether all callers get the same object, even if it can be changed
 * @since 0.1
 */
public record NearSettings(Mode mode, int size, long maxStalenessMillis, boolean share) {

    /** Whether a cache has a near cache. */
    public enum Mode {
        /** As with {@link #ON} if the store is in this JVM and has signals; else as with {@link #OFF}. */
        DEFAULT,
        /** Results are kept in this JVM. */
        ON,
        /** Results are read from the store. */
        OFF
    }

    /** The default settings. */
    public static final NearSettings BUILT_IN = new NearSettings(Mode.DEFAULT, 10_000, 1_000, false);

    public NearSettings {
        if (size < 1 || maxStalenessMillis < 0) {
            throw new IllegalArgumentException(
                    "A near cache needs a positive size, and a max-staleness that is not negative");
        }
    }

    /** Returns the same settings with another mode. */
    public NearSettings withMode(Mode other) {
        return new NearSettings(other, size, maxStalenessMillis, share);
    }

    /** Returns the same settings with another size. */
    public NearSettings withSize(int entries) {
        return new NearSettings(mode, entries, maxStalenessMillis, share);
    }

    /** Returns the same settings with another bound for the time in which changes may go unnoticed. */
    public NearSettings withMaxStaleness(long millis) {
        return new NearSettings(mode, size, millis, share);
    }

    /** Returns the same settings; all callers get the same object, or not. */
    public NearSettings withShare(boolean all) {
        return new NearSettings(mode, size, maxStalenessMillis, all);
    }
}
