package io.kvkit.recipe.cache.bulk;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Ticket;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.gathering.Gathering;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls for several keys from a cache, and lets them compute what is missing in one call.
 *
 * <p>A bulk call is many decisions of the cache, one for each key, with all promises of a single call. What they ask of
 * the store is sent together: one read of the keys that the near cache does not have, one claim of those that are
 * missing, one renewal of these claims, and one write of the results, in pages of 1,000 keys. A key that another call computes is not computed again: this call first
 * computes and stores its own keys, and only then waits. So two calls that need keys of each other never block each
 * other. If a computation of another call ends without a result, the key is computed by a further call.
 *
 * <p>If the computation fails, all of its claims end, and the caller gets the exception, unless there are stale values
 * for all of its keys. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * BulkGuard guard = new BulkGuard(cache);
 * BulkCall call = BulkCall.of(ids, id -> CacheCall.of(products.key("" + id), settings, codec), form);
 * Object products = new PlainDriver(executor).run(guard, call, args -> catalog.loadAll((List<Long>) args[0]));
 * }</pre>
 *
 * @since 0.1
 */
public final class BulkGuard implements CallGuard<BulkCall> {

    /** Chooses the guard of each key. */
    @FunctionalInterface
    public interface Each {

        /**
         * Returns the guard of one key.
         *
         * @param together the cache, as the keys of one bulk call see it
         */
        CallGuard<CacheCall> guard(Cache together, CacheCall call);
    }

    private final Cache cache;
    private final Each each;

    /** Creates the guard of calls for several keys of a cache. */
    public BulkGuard(Cache cache) {
        this(cache, (together, call) -> together.guard());
    }

    /** Creates the guard of calls whose keys have guards of their own, around that of the cache. */
    public BulkGuard(Cache cache, Each each) {
        this.cache = cache;
        this.each = each;
    }

    @Override
    public Decision decideNow(BulkCall call) {
        Gathering gathering = new Gathering(cache.store());
        Cache together = cache.together(gathering.view(), gathering::timer);
        List<Part> parts = call.items().stream()
                .map(item -> new Part(item, each.guard(together, item.call())))
                .toList();
        return new Progress(call.form(), parts, gathering).begin();
    }

    @Override
    public CompletionStage<Decision> decide(BulkCall call) {
        return CompletableFuture.completedFuture(decideNow(call));
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        return ((BulkTicket) ticket).succeeded(value);
    }

    @Override
    public CompletionStage<Decision> failed(Ticket ticket, Throwable failure) {
        return ((BulkTicket) ticket).failed(failure);
    }

    @Override
    public CompletionStage<Decision> abandoned(Ticket ticket, Throwable reason) {
        return ((BulkTicket) ticket).abandoned(reason);
    }
}
