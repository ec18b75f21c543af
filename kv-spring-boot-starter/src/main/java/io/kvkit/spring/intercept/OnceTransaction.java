package io.kvkit.spring.intercept;

import io.kvkit.call.Decision;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.spring.transaction.OpenTransaction;
import io.kvkit.spring.transaction.Participant;
import io.kvkit.store.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The calls that run once and have returned inside one transaction. Their claims are held until it ends. Safe for use by
 * several threads.
 */
final class OnceTransaction implements Participant {

    private static final CompletionStage<Void> NOTHING = CompletableFuture.completedFuture(null);

    private final Map<Key, HeldResult> held = new LinkedHashMap<>();
    private @Nullable Function<HeldResult, CompletionStage<?>> end;

    /** Returns whether a transaction holds results of calls that run once. */
    static boolean holds(OpenTransaction open) {
        OnceTransaction own = open.participant(OnceTransaction.class);
        return own != null && own.holds();
    }

    private synchronized boolean holds() {
        return !held.isEmpty();
    }

    /** Returns the decision about a call whose work this transaction has done; null if it has not. */
    @Nullable
    Decision decision(OnceCall call) {
        HeldResult known;
        synchronized (this) {
            known = held.get(call.key());
        }
        return known == null ? null : known.answer(call);
    }

    /** Ends a call when the transaction ends; at once if it has ended. */
    CompletionStage<Void> hold(HeldResult result) {
        Function<HeldResult, CompletionStage<?>> how;
        synchronized (this) {
            how = end;
            if (how == null) {
                held.put(result.call().key(), result);
            }
        }
        return how == null ? NOTHING : each(List.of(result), how);
    }

    @Override
    public CompletionStage<Void> committed() {
        return end(HeldResult::committed);
    }

    // What a transaction of its own has done inside the call stays, as it does if the call throws an exception.
    @Override
    public CompletionStage<Void> rolledBack(boolean suspended) {
        return end(HeldResult::rolledBack);
    }

    @Override
    public CompletionStage<Void> unknown() {
        return end(HeldResult::unknown);
    }

    @Override
    public void partlyRolledBack(int savepoints) {
        var unused = each(take(result -> result.savepoints() > savepoints), HeldResult::rolledBack);
    }

    private CompletionStage<Void> end(Function<HeldResult, CompletionStage<?>> how) {
        synchronized (this) {
            end = how;
        }
        return each(take(result -> true), how);
    }

    private synchronized List<HeldResult> take(Predicate<HeldResult> which) {
        List<HeldResult> taken = held.values().stream().filter(which).toList();
        taken.forEach(result -> held.remove(result.call().key()));
        return taken;
    }

    private static CompletionStage<Void> each(List<HeldResult> results, Function<HeldResult, CompletionStage<?>> how) {
        List<CompletableFuture<?>> ends = new ArrayList<>();
        results.forEach(result -> ends.add(how.apply(result).toCompletableFuture()));
        return CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).handle((all, failure) -> null);
    }
}
