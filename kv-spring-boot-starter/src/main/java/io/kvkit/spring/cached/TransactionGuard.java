package io.kvkit.spring.cached;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.ForwardingGuard;
import io.kvkit.call.Ticket;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.Postponed;
import io.kvkit.spring.transaction.OpenTransaction;
import io.kvkit.store.Key;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Guards one cached call inside a transaction. Its result is stored after the commit, or not at all. */
final class TransactionGuard implements ForwardingGuard<CacheCall> {

    private final Cache cache;
    private final Key key;
    private final OpenTransaction open;
    private final CacheTransaction transaction;

    TransactionGuard(Cache cache, Key key, OpenTransaction open) {
        this.cache = cache;
        this.key = key;
        this.open = open;
        this.transaction = CacheTransaction.of(open);
    }

    @Override
    public CallGuard<CacheCall> guard() {
        return cache.guard();
    }

    @Override
    public @Nullable Decision decideNow(CacheCall call) {
        Decision settled = settled(call);
        return settled == null ? cache.guard().decideNow(call) : settled;
    }

    @Override
    public CompletionStage<Decision> decide(CacheCall call) {
        Decision settled = settled(call);
        return settled == null
                ? cache.guard().decide(call).thenApply(TransactionGuard::awaited)
                : CompletableFuture.completedFuture(settled);
    }

    private @Nullable Decision settled(CacheCall call) {
        Decision settled = transaction.decision(call);
        if (settled != null) {
            cache.tell(call, settled instanceof Answer ? Outcome.JOINED : Outcome.SKIPPED);
        }
        return settled;
    }

    // A load must see what its transaction has written, so it must not run on another thread while its caller goes on.
    private static Decision awaited(Decision decision) {
        if (decision instanceof Unfinished unfinished) {
            return unfinished.then(TransactionGuard::awaited);
        }
        return decision instanceof Proceed proceed ? new Proceed(proceed.ticket(), proceed.args()) : decision;
    }

    @Override
    public CompletionStage<Decision> succeeded(Ticket ticket, @Nullable Object value) {
        if (open.readOnly() && !open.snapshot()) {
            return cache.guard().succeeded(ticket, value);
        }
        Postponed result = cache.postpone(ticket, value);
        CompletionStage<Void> settled = open.snapshot() ? result.discard() : transaction.result(cache, key, result);
        return settled.thenApply(done -> new Answer(value));
    }
}
