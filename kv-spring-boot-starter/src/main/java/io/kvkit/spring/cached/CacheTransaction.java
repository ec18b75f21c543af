package io.kvkit.spring.cached;

import io.kvkit.call.Decision;
import io.kvkit.call.Decision.Answer;
import io.kvkit.call.Decision.Proceed;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheCall;
import io.kvkit.recipe.cache.Postponed;
import io.kvkit.spring.transaction.OpenTransaction;
import io.kvkit.spring.transaction.Participant;
import io.kvkit.store.Key;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction does to caches. Changes are made, and results are stored, after its commit only. Until then, a
 * key that the transaction changed bypasses the cache. Safe for use by several threads.
 */
final class CacheTransaction implements Participant {

    private enum State {
        OPEN,
        COMMITTED,
        ROLLED_BACK,
        UNKNOWN
    }

    private final Map<Key, List<CacheChange>> changes = new LinkedHashMap<>();
    private final Map<Key, Result> results = new HashMap<>();
    private State state = State.OPEN;

    /** A result that a cache holds back. */
    private record Result(Cache cache, Postponed postponed) {}

    /** Returns what a transaction does to caches. */
    static CacheTransaction of(OpenTransaction open) {
        return open.join(CacheTransaction.class, CacheTransaction::new);
    }

    /** Returns the decision about a call that this transaction has settled already; null if there is none. */
    @Nullable
    Decision decision(CacheCall call) {
        Key key = call.key();
        Result known;
        synchronized (this) {
            if (state == State.OPEN && isChanged(key)) {
                return Proceed.FREELY;
            }
            known = state == State.OPEN ? results.get(key) : null;
        }
        return known == null ? null : decision(call, known.postponed);
    }

    private static Decision decision(CacheCall call, Postponed known) {
        Object result = known.result(call);
        return known.isValid(call, result) ? new Answer(result) : Proceed.FREELY;
    }

    /** Makes changes of different keys after the commit; at once if the transaction was committed before. */
    CompletionStage<Void> changeAll(List<CacheChange> all) {
        return CacheChange.all(all.stream().map(this::change).toList());
    }

    /** Makes a change after the commit; at once if the transaction was committed before. */
    CompletionStage<Void> change(CacheChange change) {
        List<Postponed> outdated;
        synchronized (this) {
            if (state != State.OPEN) {
                return late(change);
            }
            if (change.isWide()) {
                unsettle(change.key());
            }
            add(change);
            outdated = outdated(change);
        }
        return CacheChange.all(outdated.stream().map(Postponed::discard).toList());
    }

    // The last change of a key leaves nothing of those before it, which would only take its mark away.
    private void add(CacheChange change) {
        List<CacheChange> list = changes.computeIfAbsent(change.key(), key -> new ArrayList<>());
        if (!change.isWide()) {
            list.clear();
        }
        list.add(change);
    }

    // A value that was written before may be what many entries are removed for, and changes of two keys have no order.
    private void unsettle(Key all) {
        changes.forEach((key, list) -> {
            if (CacheChange.all(key.namespace()).equals(all)) {
                list.replaceAll(CacheChange::withoutValue);
            }
        });
    }

    private boolean isChanged(Key key) {
        return changes.containsKey(key) || changes.containsKey(CacheChange.all(key.namespace()));
    }

    private List<Postponed> outdated(CacheChange change) {
        List<Key> keys = results.keySet().stream()
                .filter(key -> change.isWide()
                        ? CacheChange.all(key.namespace()).equals(change.key())
                        : key.equals(change.key()))
                .toList();
        return keys.stream()
                .map(key -> Objects.requireNonNull(results.remove(key)).postponed)
                .toList();
    }

    private CompletionStage<Void> late(CacheChange change) {
        return switch (state) {
            case COMMITTED -> change.make();
            case UNKNOWN -> change.withoutValue().make();
            case ROLLED_BACK, OPEN -> CacheChange.NOTHING;
        };
    }

    /** Stores a result after the commit, unless this transaction changes its key. */
    CompletionStage<Void> result(Cache cache, Key key, Postponed result) {
        if (!result.storable()) {
            return CacheChange.NOTHING;
        }
        synchronized (this) {
            if (state == State.OPEN && !isChanged(key)) {
                Result earlier = results.put(key, new Result(cache, result));
                return earlier == null ? CacheChange.NOTHING : earlier.postponed.discard();
            }
        }
        return committed(key) ? result.store() : result.discard();
    }

    private synchronized boolean committed(Key key) {
        return state == State.COMMITTED && !isChanged(key);
    }

    @Override
    public CompletionStage<Void> committed() {
        return end(State.COMMITTED, UnaryOperator.identity(), Postponed::store);
    }

    // A rollback does not undo what was done while the transaction was suspended.
    @Override
    public CompletionStage<Void> rolledBack(boolean suspended) {
        if (suspended) {
            return unknown();
        }
        synchronized (this) {
            changes.clear();
        }
        return end(State.ROLLED_BACK, UnaryOperator.identity(), Postponed::discard);
    }

    @Override
    public CompletionStage<Void> unknown() {
        return end(State.UNKNOWN, CacheChange::withoutValue, Postponed::discard);
    }

    // What was written or read since the savepoint is not known apart from what came before it.
    @Override
    public void partlyRolledBack(int savepoints) {
        List<Result> unsure;
        synchronized (this) {
            changes.values().forEach(list -> list.replaceAll(CacheChange::withoutValue));
            unsure = List.copyOf(results.values());
            results.clear();
        }
        unsure.forEach(result -> result.postponed.discard());
    }

    // User code, such as a codec, runs without the lock.
    private CompletionStage<Void> end(
            State how, UnaryOperator<CacheChange> changed, Function<Postponed, CompletionStage<Void>> ended) {
        List<List<CacheChange>> made = new ArrayList<>();
        List<Result> waiting;
        synchronized (this) {
            state = how;
            changes.values().forEach(list -> made.add(list.stream().map(changed).toList()));
            waiting = List.copyOf(results.values());
            results.clear();
        }
        ChangeBatches batches = new ChangeBatches();
        CompletionStage<Void> removed = make(made, batches);
        waiting.forEach(result -> batches.add(result.cache, through -> ended.apply(through.taken(result.postponed))));
        return CacheChange.all(List.of(removed, batches.make()));
    }

    // Removals have no order, so those of all keys are sent at once, and the other changes with the results.
    private static CompletionStage<Void> make(List<List<CacheChange>> changes, ChangeBatches batches) {
        List<CacheChange> removals = new ArrayList<>();
        for (List<CacheChange> ofKey : changes) {
            if (ofKey.stream().allMatch(CacheChange.Removal.class::isInstance)) {
                removals.add(ofKey.get(0));
            } else {
                batches.add(ofKey.get(0).cache(), through -> inOrder(ofKey, through));
            }
        }
        return CacheChange.makeAll(removals);
    }

    private static CompletionStage<Void> inOrder(List<CacheChange> changes, Cache through) {
        CompletionStage<Void> made = CacheChange.NOTHING;
        for (CacheChange change : changes) {
            made = made.thenCompose(before -> change.make(through));
        }
        return made;
    }
}
