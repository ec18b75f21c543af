package io.kvkit.recipe.once.batch;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.recipe.gathering.Gathering;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.store.Key;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One batch on its way to a decision. Its items are decided in steps that all of them take together. */
final class Progress {

    private final OnceBatch batch;
    private final Gathering gathering;
    private final List<Part> parts = new ArrayList<>();

    Progress(OnceBatch batch, CallGuard<OnceCall> guard, Gathering gathering) {
        this.batch = batch;
        this.gathering = gathering;
        Set<Key> seen = new HashSet<>();
        for (int i = 0; i < batch.items().size(); i++) {
            OnceCall call = batch.call(i);
            if (call == null || seen.add(call.key())) {
                parts.add(Part.of(i, guard, batch.items().get(i)));
            }
        }
    }

    BatchForm form() {
        return batch.form();
    }

    CompletionStage<Decision> begin() {
        return decide(parts.stream().filter(Part::isOpen).toList());
    }

    /** Takes one step with some of the items. */
    CompletionStage<Void> go(List<Part> some, Function<Part, CompletionStage<?>> step) {
        CompletableFuture<?>[] steps = gathering.together(() -> some.stream()
                .map(step)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new));
        return CompletableFuture.allOf(steps);
    }

    private CompletionStage<Decision> decide(List<Part> open) {
        return go(open, Part::decide).thenCompose(done -> next());
    }

    private CompletionStage<Decision> next() {
        List<Part> open = parts.stream().filter(Part::isOpen).toList();
        return open.isEmpty() ? decided() : Unfinished.later(() -> decide(open));
    }

    // What is done after a refused item would be done twice if the batch is delivered again from there.
    private CompletionStage<Decision> decided() {
        Part refused = refused();
        int end = refused == null ? batch.items().size() : refused.position();
        List<Part> own = new ArrayList<>();
        List<Part> late = new ArrayList<>();
        parts.stream().filter(Part::proceeds).forEach(part -> (part.position() < end ? own : late).add(part));
        Throwable refusal = refused == null ? null : refused.refusal();
        Decision decision = decision(own, end, refusal);
        return refusal == null
                ? CompletableFuture.completedFuture(decision)
                : go(late, part -> part.abandoned(refusal)).thenApply(done -> decision);
    }

    private @Nullable Part refused() {
        return parts.stream().filter(part -> part.refusal() != null).findFirst().orElse(null);
    }

    private Decision decision(List<Part> own, int end, @Nullable Throwable refusal) {
        if (own.isEmpty()) {
            return refusal == null ? new Answer(null) : new Reject(form().upTo(end, refusal));
        }
        List<Integer> positions = own.stream().map(Part::position).toList();
        return new Proceed(new BatchTicket(this, own, end, refusal), form().arguments(positions));
    }
}
