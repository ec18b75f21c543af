package io.kvkit.spring.ratelimited;

import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.spring.ratelimited.RateLimitProperties.Limit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a limit as they are now: those of the start, or those that follow from changed properties. A call asks
 * once, so it sees either all of the old settings or all of the new ones. Safe for use by several threads.
 */
final class LiveLimit implements Supplier<RateLimitSettings> {

    private record Known(Limit byName, RateLimitSettings settings) {}

    private final LimitName name;
    private final RateLimitSettings atStart;
    private final Function<Limit, RateLimitSettings> reading;
    private volatile @Nullable Known known;

    /**
     * Creates settings.
     *
     * @param atStart the settings as configured
     * @param reading reads the settings from properties of the name
     */
    LiveLimit(LimitName name, RateLimitSettings atStart, Function<Limit, RateLimitSettings> reading) {
        this.name = name;
        this.atStart = atStart;
        this.reading = reading;
    }

    boolean isEnabled() {
        return name.isEnabled();
    }

    @Override
    public RateLimitSettings get() {
        Limit changed = name.changed();
        return changed == null ? atStart : read(changed);
    }

    // Each change makes new properties.
    @SuppressWarnings("ReferenceEquality")
    private RateLimitSettings read(Limit changed) {
        Known last = known;
        if (last == null || last.byName != changed) {
            last = new Known(changed, reading.apply(changed));
            known = last;
        }
        return last.settings;
    }
}
