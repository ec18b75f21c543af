package io.kvkit.recipe.cache;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.ForwardingGuard;
import io.kvkit.call.Ticket;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gives each computation the value that it replaces, as an argument that is a {@link Refresh}. The rules of the calls must
 * {@linkplain CacheRules#takeOldValues take it}. Instances are for one call, and safe for use by several threads.
 *
 * <pre>{@code
 * CallGuard<CacheCall> guard = new RefreshGuard(cache.guard(), new Object[] {"EUR", null}, 1);
 * driver.run(guard, call, args -> rates.of((String) args[0], (Refresh<Rates>) args[1]));
 * }</pre>
 *
 * @param guard decides about the calls: that of a cache, or one around it
 * @param arguments the arguments of the caller
 * @param position the position of the argument
 * @since 0.1
 */
public record RefreshGuard(
        CallGuard<CacheCall> guard, @Nullable Object[] arguments, int position) implements ForwardingGuard<CacheCall> {

    @Override
    public @Nullable Decision decideNow(CacheCall call) {
        Decision decision = guard.decideNow(call);
        return decision == null ? null : given(decision);
    }

    @Override
    public CompletionStage<Decision> decide(CacheCall call) {
        return guard.decide(call).thenApply(this::given);
    }

    private Decision given(Decision decision) {
        if (decision instanceof Unfinished unfinished) {
            return unfinished.then(this::given);
        }
        if (decision instanceof Answer answer) {
            var later = answer.refresh();
            return later == null
                    ? answer
                    : new Answer(answer.value(), () -> later.get().thenApply(this::given));
        }
        return decision instanceof Proceed proceed
                ? new Proceed(proceed.ticket(), given(proceed), proceed.instead())
                : decision;
    }

    private @Nullable Object[] given(Proceed proceed) {
        @Nullable Object[] narrowed = proceed.args();
        @Nullable Object[] all = narrowed == null ? arguments.clone() : narrowed.clone();
        all[position] = refresh(proceed.ticket());
        return all;
    }

    private static Refresh<?> refresh(Ticket ticket) {
        Refresh<?> own = ticket instanceof CacheTicket.Claimed claimed ? claimed.refresh() : null;
        return own == null ? Refresh.none() : own;
    }
}
