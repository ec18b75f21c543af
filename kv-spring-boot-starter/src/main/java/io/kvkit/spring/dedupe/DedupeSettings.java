package io.kvkit.spring.dedupe;

import io.kvkit.annotation.DedupeEvent.InProgress;
import io.kvkit.annotation.DedupeEvent.StoreFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the configuration says about one event consumer, or about all of them; null where it says nothing.
 *
 * @param enabled whether duplicates are recognised at all
 * @param ttl how long an event is remembered after it was handled
 * @param lease after what time an event whose handler died may be handled again
 * @param inProgress what a delivery gets whose event is being handled
 * @param onStoreFailure what happens when the store fails
 */
public record DedupeSettings(
        @Nullable Boolean enabled,
        @Nullable Duration ttl,
        @Nullable Duration lease,
        @Nullable InProgress inProgress,
        @Nullable StoreFailure onStoreFailure) {

    /** Settings that say nothing. */
    public static final DedupeSettings NONE = new DedupeSettings(null, null, null, null, null);
}
