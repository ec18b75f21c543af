package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.recipe.once.HandClaim;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The handle of a call that was begun by hand. */
record ClientHandle<T>(HandClaim claim) implements KvHandle<T> {

    @Override
    public long fence() {
        return claim.fence();
    }

    @Override
    public int attempt() {
        return claim.attempt();
    }

    @Override
    public String downstreamKey(String step) {
        return claim.downstreamKey(step);
    }

    @Override
    public String written() {
        return claim.written();
    }

    @Override
    public boolean complete(@Nullable T result) {
        return join(claim.complete(result));
    }

    @Override
    public boolean fail() {
        return join(claim.fail());
    }

    @Override
    public boolean hold() {
        return join(claim.hold());
    }

    @Override
    public boolean renew() {
        return join(claim.renew());
    }

    @Override
    public AsyncKvHandle<T> async() {
        return new Staged<>(claim);
    }

    private record Staged<T>(HandClaim claim) implements AsyncKvHandle<T> {

        @Override
        public CompletionStage<Boolean> complete(@Nullable T result) {
            return claim.complete(result);
        }

        @Override
        public CompletionStage<Boolean> fail() {
            return claim.fail();
        }

        @Override
        public CompletionStage<Boolean> hold() {
            return claim.hold();
        }

        @Override
        public CompletionStage<Boolean> renew() {
            return claim.renew();
        }
    }
}
