package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.recipe.ratelimit.Permit;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import java.util.Optional;

/** Waits for the stages of a limit of concurrent calls. */
record BlockingKvConcurrencyLimit(StagedKvConcurrencyLimit async) implements KvConcurrencyLimit {

    @Override
    public Optional<Permit> tryAcquire(Object key) {
        return join(async.tryAcquire(key));
    }

    @Override
    public RateLimitResult peek(Object key) {
        return join(async.peek(key));
    }

    @Override
    public KvConcurrencyLimit scoped(Object owner) {
        return new BlockingKvConcurrencyLimit(async.scoped(owner));
    }
}
