package io.kvkit.spring.cached;

import io.kvkit.call.Body;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Failures;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.Sought;
import io.kvkit.recipe.cache.Sought.Found;
import io.kvkit.recipe.cache.Sought.Missed;
import io.kvkit.spring.transaction.OpenTransaction;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One look for a value, inside the transaction around it.
 *
 * @param calls what all caches share
 * @param call the key, and how its value is read
 * @param open the transaction; null if there is none
 */
record SpringLook(
        SpringCalls calls, CacheCall call, @Nullable OpenTransaction open) {

    static SpringLook of(SpringCalls calls, CacheCall call) {
        return new SpringLook(calls, call, calls.transactions().current());
    }

    /** Looks on the calling thread. */
    Sought now() {
        Sought settled = settled();
        try {
            return settled == null
                    ? sought(calls.plain().run(calls.cache().looks(), call, SpringLook::never))
                    : settled;
        } catch (Throwable e) {
            throw Failures.<RuntimeException>sneaky(e);
        }
    }

    /** Looks without waiting. */
    CompletableFuture<Sought> later() {
        Sought settled = settled();
        return settled == null
                ? calls.stage()
                        .run(calls.cache().looks(), call, (Body<CompletionStage<?>>) SpringLook::never)
                        .thenApply(SpringLook::sought)
                : CompletableFuture.completedFuture(settled);
    }

    /** Returns what the transaction knows of the key; null if it knows nothing. */
    private @Nullable Sought settled() {
        Decision decision = open == null ? null : CacheTransaction.of(open).decision(call);
        if (decision == null) {
            return null;
        }
        return decision instanceof Answer answer ? new Found(answer.value()) : new Missed(null);
    }

    private static Sought sought(@Nullable Object answer) {
        return (Sought) Objects.requireNonNull(answer);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <R> R never(@Nullable Object @Nullable [] args) {
        throw new IllegalStateException("A look is always answered");
    }
}
