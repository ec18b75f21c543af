package io.kvkit.recipe.cache.bulk;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Reject;
import io.kvkit.call.Decision.Unfinished;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What the caller of a bulk call gets before the computation has ended: a rejection as soon as one of its keys is
 * rejected, or an answer when all of them have one.
 */
final class Sooner {

    private final List<Part> loading;
    private final boolean whole;
    private final Function<Map<Part, Part>, Decision> answer;
    private final Map<Part, Part> decided = new ConcurrentHashMap<>();
    private final CompletableFuture<Decision> first = new CompletableFuture<>();

    /**
     * Creates the wait for the computation of some keys.
     *
     * @param whole whether all other keys have a result
     * @param answer makes the answer of all keys, with decisions in place of those of computed keys
     */
    Sooner(List<Part> loading, boolean whole, Function<Map<Part, Part>, Decision> answer) {
        this.loading = loading;
        this.whole = whole;
        this.answer = answer;
    }

    CompletionStage<Decision> first() {
        for (Part part : loading) {
            var instead = part.instead();
            if (instead != null) {
                instead.get().thenAccept(decision -> decided(part, decision));
            }
        }
        return first;
    }

    private void decided(Part part, Decision decision) {
        decided.put(part, part.at(decision));
        if (decision instanceof Reject) {
            first.complete(decision);
        } else if (whole && decided.size() == loading.size()) {
            first.complete(next());
        }
    }

    // A damaged stale value has no answer until the computation is rejected or has ended.
    private Decision next() {
        List<Part> open = decided.values().stream().filter(Part::isOpen).toList();
        for (Part part : decided.values()) {
            if (part.decision() instanceof Reject reject) {
                return reject;
            }
        }
        return open.isEmpty() ? answer.apply(decided) : new Unfinished(() -> finished(open));
    }

    private CompletionStage<Decision> finished(List<Part> open) {
        CompletableFuture<?>[] ends = open.stream()
                .map(Part::decide)
                .map(CompletionStage::toCompletableFuture)
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends).thenApply(done -> next());
    }
}
