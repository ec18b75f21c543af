package io.kvkit;

import static io.kvkit.call.Failures.join;

import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.Reconciler;
import java.util.Objects;
import java.util.function.Consumer;

/** Waits for the stages of a consumer, and processes events on the caller's thread. */
record BlockingKvConsumer(StagedKvConsumer async, CallerThread caller) implements KvConsumer {

    @Override
    public boolean processOnce(Object eventId, Runnable work) {
        Objects.requireNonNull(work, "work");
        return processOnceWith(eventId, context -> work.run());
    }

    @Override
    public boolean processOnceWith(Object eventId, Consumer<? super IdempotencyContext> work) {
        Object duplicate = caller.run(async.guard(), async.call(eventId, work), args -> {
            work.accept(OnceBody.context(args));
            return false;
        });
        return Boolean.FALSE.equals(duplicate);
    }

    @Override
    public boolean alreadyProcessed(Object eventId) {
        return switch (join(async.mark(eventId))) {
            case MARKED -> false;
            case DONE -> true;
            case IN_USE -> !new BlockingKvConsumer(async.strict(), caller).processOnce(eventId, () -> {});
        };
    }

    @Override
    public Begun<Void> begin(Object eventId) {
        return join(async.begin(eventId));
    }

    @Override
    public KvHandle<Void> resume(Object eventId, String written) {
        return async.handle(eventId, written);
    }

    @Override
    public boolean isProcessed(Object eventId) {
        return join(async.isProcessed(eventId));
    }

    @Override
    public KvConsumer reconciledBy(Reconciler reconciler) {
        return new BlockingKvConsumer(async.reconciledBy(reconciler), caller);
    }

    @Override
    public StoredEntry explain(Object eventId) {
        return join(async.explain(eventId));
    }

    @Override
    public KvConsumer scoped(Object owner) {
        return new BlockingKvConsumer(async.scoped(owner), caller);
    }
}
