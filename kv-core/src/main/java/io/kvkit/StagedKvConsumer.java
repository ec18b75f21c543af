package io.kvkit;

import io.kvkit.call.CallGuard;
import io.kvkit.call.StageDriver;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.claim.MarkReply;
import io.kvkit.claim.StoredEntry;
import io.kvkit.recipe.once.ContextGuard;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.Reconciled;
import io.kvkit.recipe.once.Reconciler;
import io.kvkit.recipe.once.Takeover;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The events of one consumer, on the recipe that the annotations use. */
record StagedKvConsumer(
        Once once,
        NamedKeys keys,
        OnceSettings settings,
        StageDriver driver,
        Decoding decoding,
        @Nullable Takeover takeover)
        implements AsyncKvConsumer {

    CallGuard<OnceCall> guard() {
        return ContextGuard.only(Reconciled.recording(once.guard()));
    }

    /** Returns a call whose result is true if the event was processed before. */
    OnceCall call(Object eventId, Object work) {
        Objects.requireNonNull(work, "work");
        return OnceCall.of(keys.of(eventId), ClientCalls.PROCESSED, settings).asking(takeover);
    }

    @Override
    public CompletionStage<Boolean> processOnce(Object eventId, Supplier<? extends CompletionStage<?>> work) {
        Objects.requireNonNull(work, "work");
        return processOnceWith(eventId, context -> work.get());
    }

    @Override
    public CompletionStage<Boolean> processOnceWith(
            Object eventId, Function<? super IdempotencyContext, ? extends CompletionStage<?>> work) {
        return driver.run(
                        guard(),
                        call(eventId, work),
                        args -> work.apply(OnceBody.context(args)).thenApply(done -> false))
                .thenApply(Boolean.FALSE::equals);
    }

    /** Returns the same consumer whose calls fail if the store fails. */
    StagedKvConsumer strict() {
        return new StagedKvConsumer(
                once, keys, settings.withOnStoreFailure(OnStoreFailure.FAIL), driver, decoding, takeover);
    }

    // A mark takes the place of what an attempt has left, which must not happen if somebody has to decide about it.
    CompletionStage<MarkReply> mark(Object eventId) {
        return settings.onAbandoned() == OnAbandoned.HOLD || settings.maxAttempts() > 0
                ? CompletableFuture.completedFuture(MarkReply.IN_USE)
                : once.mark(keys.of(eventId), settings.ttl());
    }

    @Override
    public CompletionStage<Boolean> alreadyProcessed(Object eventId) {
        return mark(eventId).thenCompose(reply -> switch (reply) {
            case MARKED -> CompletableFuture.completedFuture(false);
            case DONE -> CompletableFuture.completedFuture(true);
            case IN_USE ->
                strict().processOnce(eventId, () -> CompletableFuture.completedFuture(null))
                        .thenApply(first -> !first);
        });
    }

    @Override
    public CompletionStage<Begun<Void>> begin(Object eventId) {
        return byHand().begin(call(eventId, eventId));
    }

    KvHandle<Void> handle(Object eventId, String written) {
        return byHand().resume(call(eventId, eventId), written);
    }

    @Override
    public AsyncKvHandle<Void> resume(Object eventId, String written) {
        return handle(eventId, written).async();
    }

    @Override
    public CompletionStage<Boolean> isProcessed(Object eventId) {
        return byHand().get(call(eventId, eventId)).thenApply(Objects::nonNull);
    }

    private HandCalls<Void> byHand() {
        return new HandCalls<>(once, decoding);
    }

    // An event that the reconciler knows to be processed was not processed by this delivery.
    @Override
    public StagedKvConsumer reconciledBy(Reconciler reconciler) {
        var about = new Takeover(keys.namespace().name(), reconciler, List.of());
        return new StagedKvConsumer(once, keys, settings, driver, decoding, about);
    }

    @Override
    public CompletionStage<StoredEntry> explain(Object eventId) {
        return once.explain(keys.of(eventId));
    }

    @Override
    public StagedKvConsumer scoped(Object owner) {
        return new StagedKvConsumer(once, keys.scoped(owner), settings, driver, decoding, takeover);
    }
}
