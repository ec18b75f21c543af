package io.kvkit.recipe.ratelimit;

import io.kvkit.store.Key;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call that holds permits while it runs.
 *
 * @param <C> the type of the call that the other guard decides about
 * @param places the limits of which it holds a permit each
 * @param rest the call for the other guard; null if there is none
 * @param decided receives the decisions about permits, on the thread that decides; exceptions are logged and ignored.
 *     Null if only the caller needs them
 * @since 0.1
 */
public record ConcurrentCall<C>(
        List<Place> places, @Nullable C rest, @Nullable Consumer<RateLimitResult> decided) {

    /**
     * One limit of a call.
     *
     * @param settings the settings of the limit
     * @param key the key of the permits, see {@link ConcurrencySettings#key}
     */
    public record Place(ConcurrencySettings settings, Key key) {}

    public ConcurrentCall {
        places = List.copyOf(places);
    }
}
