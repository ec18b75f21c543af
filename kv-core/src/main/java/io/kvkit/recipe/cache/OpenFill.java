package io.kvkit.recipe.cache;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The right to store the result of a computation that the cache does not see. It is lost if the key is invalidated after
 * the look that found nothing, and one lease after the claim at the latest. Several callers may have it for one claim; the
 * first result is stored. It need not be used. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * if (driver.run(cache.looks(), call, NEVER) instanceof Sought.Missed missed && missed.fill() != null) {
 *     missed.fill().store(catalog.load(17));
 * }
 * }</pre>
 *
 * @since 0.1
 */
public final class OpenFill {

    private final CacheParts parts;
    private final Fill fill;
    private final CacheTicket.Claimed ticket;

    OpenFill(CacheParts parts, Fill fill, CacheTicket.Claimed ticket) {
        this.parts = parts;
        this.fill = fill;
        this.ticket = ticket;
    }

    /**
     * Stores a result if the key was not invalidated since the look. The codec runs on the calling thread.
     *
     * @return whether it is stored, or the result of another caller with the same claim; the stage never fails
     */
    public CompletionStage<Boolean> store(@Nullable Object result) {
        return fill.kept(ticket, Computed.of(parts, ticket.call(), result));
    }

    /** Holds a result back until it is stored or discarded, for instance because its transaction is still open. */
    public Postponed postpone(@Nullable Object result) {
        return Postponed.of(parts, fill, ticket, result);
    }
}
