package io.kvkit.spring.web;

import io.kvkit.spring.exchange.PendingCompletion;
import io.kvkit.spring.exchange.RecordedResponse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A completion that remembers what it was told. */
public final class Told implements PendingCompletion {

    private final List<Object> seen = new CopyOnWriteArrayList<>();
    private CompletionStage<?> end = CompletableFuture.completedFuture(null);
    private Runnable before = () -> {};
    private @Nullable RecordedResponse recorded;

    /** Lets the completion end with a stage. */
    public void endWith(CompletionStage<?> stage) {
        end = stage;
    }

    /** Runs work when the completion is told of a final outcome. */
    public void whenFinished(Runnable work) {
        before = work;
    }

    /** Returns "finished" for a final outcome, and the reason of another one. */
    public List<Object> seen() {
        return seen;
    }

    public RecordedResponse recorded() {
        return Objects.requireNonNull(recorded);
    }

    @Override
    public CompletionStage<?> finish(RecordedResponse response) {
        before.run();
        seen.add("finished");
        recorded = response;
        return end;
    }

    @Override
    public CompletionStage<?> abandon(Throwable reason) {
        seen.add(reason);
        return end;
    }
}
