package io.kvkit.recipe.cache;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.UnheldGuard;
import io.kvkit.recipe.cache.near.NearCache;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Answers every call with what it finds, a {@link Sought}. No call waits for another one's computation. */
final class LookGuard implements UnheldGuard<CacheCall> {

    private final CacheParts parts;
    private final Fill fill;

    LookGuard(CacheParts parts, Fill fill) {
        this.parts = parts;
        this.fill = fill;
    }

    @Override
    public @Nullable Decision decideNow(CacheCall call) {
        NearCache near = parts.near(call);
        Answer hit = parts.nearby(call, near);
        return hit == null ? null : found(hit);
    }

    static Decision found(Answer hit) {
        return new Answer(new Sought.Found(hit.value()));
    }

    @Override
    public CompletionStage<Decision> decide(CacheCall call) {
        return new Search(parts, fill, call).begin();
    }
}
