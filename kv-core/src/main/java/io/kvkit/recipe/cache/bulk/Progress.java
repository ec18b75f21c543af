package io.kvkit.recipe.cache.bulk;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import io.kvkit.call.Ticket;
import io.kvkit.codec.ResultCodec;
import io.kvkit.recipe.cache.bulk.BulkForm.Found;
import io.kvkit.recipe.gathering.Gathering;
import io.kvkit.store.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One bulk call on its way to a decision.
 *
 * <p>Its keys are decided in steps that all of them take together. A key that another call computes waits only while no
 * key holds a claim: until the own keys are computed and stored, its wait is left unfinished.
 */
final class Progress {

    private final BulkForm form;
    private final List<Part> parts;
    private final Gathering gathering;
    private volatile @Nullable Object undivided;

    Progress(BulkForm form, List<Part> parts, Gathering gathering) {
        this.form = form;
        this.parts = parts;
        this.gathering = gathering;
    }

    Decision begin() {
        parts.forEach(Part::decideNow);
        return next();
    }

    /** Takes one step with some of the keys, and decides what comes next. */
    CompletionStage<Decision> go(List<Part> some, Function<Part, CompletionStage<?>> step) {
        CompletableFuture<?>[] steps = gathering.together(() -> some.stream()
                .map(step)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new));
        return CompletableFuture.allOf(steps).thenApply(done -> next());
    }

    /** Gives each computed key its result. */
    CompletionStage<Decision> loaded(List<Part> loading, @Nullable Object result) {
        Map<Key, Object> found;
        try {
            found = form.divided(result);
        } catch (Throwable reason) {
            undivided = result;
            return go(loading, part -> part.given(reason));
        }
        return go(loading, part -> part.succeeded(found.get(part.item().call().key())));
    }

    private Decision next() {
        for (Part part : parts) {
            if (part.decision() instanceof Reject reject) {
                return rejected(reject);
            }
        }
        List<Part> open = parts(Part::isOpen);
        if (!open.isEmpty()) {
            return new Unfinished(() -> go(open, Part::decide));
        }
        List<Part> loading = parts(Part::isComputed);
        if (!loading.isEmpty()) {
            return new Proceed(new BulkTicket(this, loading), arguments(loading), instead(loading));
        }
        List<Part> waiting = parts(Part::waits);
        return waiting.isEmpty() ? answer() : new Unfinished(() -> go(waiting, Part::decide), true);
    }

    private List<Part> parts(Predicate<Part> wanted) {
        List<Part> some = new ArrayList<>();
        for (Part part : parts) {
            if (wanted.test(part)) {
                some.add(part);
            }
        }
        return some;
    }

    // The claims of other keys end in the background.
    private Reject rejected(Reject reject) {
        gathering.together(() -> parts(part -> part.ticket() != Ticket.NONE).stream()
                .map(part -> part.abandoned(reject.failure()))
                .toList());
        return reject;
    }

    private @Nullable Object[] arguments(List<Part> loading) {
        List<@Nullable Object> ids = new ArrayList<>(loading.size());
        loading.forEach(part -> ids.add(part.item().id()));
        return form.arguments(ids);
    }

    private @Nullable Supplier<CompletionStage<Decision>> instead(List<Part> loading) {
        return loading.stream().allMatch(part -> part.instead() == null)
                ? null
                : () -> new Sooner(loading, parts.stream().noneMatch(Part::waits), this::answerWith).first();
    }

    private Answer answer() {
        Object joined = joined(parts);
        List<Part> again =
                parts.stream().map(Part::refresh).filter(Objects::nonNull).toList();
        return again.isEmpty()
                ? new Answer(joined)
                : new Answer(joined, () -> new Progress(form, again, gathering).go(again, Part::decide));
    }

    // Stale values in place of keys that are still being computed.
    private Answer answerWith(Map<Part, Part> stale) {
        return new Answer(joined(
                parts.stream().map(part -> stale.getOrDefault(part, part)).toList()));
    }

    private Object joined(List<Part> all) {
        List<Found> found = new ArrayList<>(all.size());
        for (Part part : all) {
            Object value = part.value();
            if (value != null && !ResultCodec.isAbsent(value)) {
                found.add(new Found(part.item().ids(), value));
            }
        }
        return form.joined(found, undivided);
    }
}
