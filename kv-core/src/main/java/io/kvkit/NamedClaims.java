package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.StoredClaim;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceDecisions;
import io.kvkit.recipe.once.OnceSettings;
import org.jspecify.annotations.Nullable;

/** The records of one operation or consumer, on the recipe that the annotations use. */
record NamedClaims(OnceDecisions decisions, NamedKeys keys, OnceSettings settings, boolean typed, ClientCalls calls)
        implements KvClaims {

    @Override
    public @Nullable StoredClaim find(Object key) {
        return join(decisions.find(keys.of(key)));
    }

    @Override
    public ResolveReply release(Object key, long fence) {
        return join(decisions.release(keys.of(key), fence, settings.ttl()));
    }

    @Override
    public ResolveReply resolve(Object key, long fence) {
        return join(
                keys.area() == Area.DEDUPE
                        ? decisions.resolve(call(key, ClientCalls.PROCESSED), fence, null)
                        : decisions.resolveWithoutResult(keys.of(key), fence, settings.ttl()));
    }

    @Override
    public <T> ResolveReply resolve(Object key, long fence, Class<T> type, @Nullable T result) {
        if (!typed) {
            throw new IllegalStateException("The records of \""
                    + keys.namespace().name() + "\" have no results of a type: resolve them without a result");
        }
        return join(decisions.resolve(call(key, calls.replayed(type)), fence, result));
    }

    private OnceCall call(Object key, Duplicates duplicates) {
        return OnceCall.of(keys.of(key), duplicates, settings);
    }

    @Override
    public ResolveReply forget(Object key, long fence) {
        return join(decisions.forget(keys.of(key), fence));
    }

    @Override
    public ResolveReply runOnceMore(Object key, long fence) {
        return join(decisions.runOnceMore(keys.of(key), fence, settings.ttl()));
    }

    @Override
    public KvClaims scoped(Object owner) {
        return new NamedClaims(decisions, keys.scoped(owner), settings, typed, calls);
    }
}
