package io.kvkit;

import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.StoredClaim;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceDecisions;
import io.kvkit.recipe.once.OnceSettings;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The records of one operation or consumer, on the recipe that the annotations use. */
record StagedKvClaims(OnceDecisions decisions, NamedKeys keys, OnceSettings settings, boolean typed, ClientCalls calls)
        implements AsyncKvClaims {

    @Override
    public CompletionStage<@Nullable StoredClaim> find(Object key) {
        return decisions.find(keys.of(key));
    }

    @Override
    public CompletionStage<ResolveReply> release(Object key, long fence) {
        return decisions.release(keys.of(key), fence, settings.ttl());
    }

    @Override
    public CompletionStage<ResolveReply> resolve(Object key, long fence) {
        return keys.area() == Area.DEDUPE
                ? decisions.resolve(call(key, ClientCalls.PROCESSED), fence, null)
                : decisions.resolveWithoutResult(keys.of(key), fence, settings.ttl());
    }

    @Override
    public <T> CompletionStage<ResolveReply> resolve(Object key, long fence, Class<T> type, @Nullable T result) {
        if (!typed) {
            throw new IllegalStateException("The records of \""
                    + keys.namespace().name() + "\" have no results of a type: resolve them without a result");
        }
        return decisions.resolve(call(key, calls.replayed(type)), fence, result);
    }

    private OnceCall call(Object key, Duplicates duplicates) {
        return OnceCall.of(keys.of(key), duplicates, settings);
    }

    @Override
    public CompletionStage<ResolveReply> forget(Object key, long fence) {
        return decisions.forget(keys.of(key), fence);
    }

    @Override
    public CompletionStage<ResolveReply> runOnceMore(Object key, long fence) {
        return decisions.runOnceMore(keys.of(key), fence, settings.ttl());
    }

    @Override
    public StagedKvClaims scoped(Object owner) {
        return new StagedKvClaims(decisions, keys.scoped(owner), settings, typed, calls);
    }
}
