package io.kvkit.spring.cached;

import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.spring.cached.CacheProperties.Cache;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an operation as they are now: those of the start, or those that follow from changed properties. A call
 * asks once, so it sees either all of the old settings or all of the new ones. Safe for use by several threads.
 */
final class LiveSettings implements Supplier<CacheSettings> {

    private record Known(Cache byName, CacheSettings settings) {}

    private final LiveName name;
    private final Supplier<CacheSettings> atStart;
    private final Function<Cache, CacheSettings> reading;
    private volatile @Nullable Known known;

    /**
     * Creates settings.
     *
     * @param atStart returns the settings as configured; tagged as soon as an annotation of the name asks for it
     * @param reading reads the settings from properties of the name
     */
    LiveSettings(LiveName name, Supplier<CacheSettings> atStart, Function<Cache, CacheSettings> reading) {
        this.name = name;
        this.atStart = atStart;
        this.reading = reading;
    }

    @Override
    public CacheSettings get() {
        CacheSettings start = atStart.get();
        Cache changed = name.changed();
        return changed == null ? start : read(changed).withTagged(start.tagged());
    }

    // Each change makes new properties.
    @SuppressWarnings("ReferenceEquality")
    private CacheSettings read(Cache changed) {
        Known last = known;
        if (last == null || last.byName != changed) {
            last = new Known(changed, reading.apply(changed));
            known = last;
        }
        return last.settings;
    }
}
