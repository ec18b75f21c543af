package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.claim.ResolveReply;
import io.kvkit.claim.StoredClaim;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.once.OnceDecisions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The records of one operation or consumer, on the recipe that the annotations use. */
record NamedClaims(OnceDecisions decisions, NamedKeys keys, Duration ttl, boolean typed, ClientCalls calls)
        implements KvClaims {

    @Override
    public @Nullable StoredClaim find(Object key) {
        return join(decisions.find(keys.of(key)));
    }

    @Override
    public ResolveReply release(Object key, long fence) {
        return join(decisions.release(keys.of(key), fence, ttl));
    }

    @Override
    public ResolveReply resolve(Object key, long fence) {
        return join(
                keys.area() == Area.DEDUPE
                        ? decisions.resolve(keys.of(key), fence, ttl, ClientCalls.PROCESSED, null)
                        : decisions.resolveWithoutResult(keys.of(key), fence, ttl));
    }

    @Override
    public <T> ResolveReply resolve(Object key, long fence, Class<T> type, @Nullable T result) {
        if (!typed) {
            throw new IllegalStateException("The records of \""
                    + keys.namespace().name() + "\" have no results of a type: resolve them without a result");
        }
        return join(decisions.resolve(keys.of(key), fence, ttl, calls.replayed(type), result));
    }

    @Override
    public ResolveReply forget(Object key, long fence) {
        return join(decisions.forget(keys.of(key), fence));
    }

    @Override
    public ResolveReply runOnceMore(Object key, long fence) {
        return join(decisions.runOnceMore(keys.of(key), fence, ttl));
    }

    @Override
    public KvClaims scoped(Object owner) {
        return new NamedClaims(decisions, keys.scoped(owner), ttl, typed, calls);
    }
}
