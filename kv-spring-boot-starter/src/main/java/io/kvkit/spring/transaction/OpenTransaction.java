package io.kvkit.spring.transaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One transaction around calls, from the first call inside it to its end. Safe for use by several threads. */
public final class OpenTransaction {

    private final boolean readOnly;
    private final boolean snapshot;
    private final Map<Class<?>, Participant> participants = new LinkedHashMap<>();
    private final List<Object> savepoints = new ArrayList<>(0);
    private int suspensions;
    private boolean ended;

    OpenTransaction(boolean readOnly, boolean snapshot) {
        this.readOnly = readOnly;
        this.snapshot = snapshot;
    }

    /** Returns whether the transaction is declared to change nothing. */
    public boolean readOnly() {
        return readOnly;
    }

    /** Returns whether the transaction may read what was committed before it began, and changed since. */
    public boolean snapshot() {
        return snapshot;
    }

    /**
     * Returns the participant of a type, which joins at the first call. One that joins after the end is rolled back at
     * once: nobody would end it later.
     */
    public <P extends Participant> P join(Class<P> type, Supplier<P> create) {
        P late;
        synchronized (this) {
            if (!ended) {
                return type.cast(participants.computeIfAbsent(type, first -> create.get()));
            }
            late = create.get();
        }
        var unused = late.rolledBack(false);
        return late;
    }

    /** Returns the participant of a type; null if none has joined. */
    public synchronized <P extends Participant> @Nullable P participant(Class<P> type) {
        Participant known = participants.get(type);
        return known == null ? null : type.cast(known);
    }

    /** Returns whether the transaction has ended, so that work for the store need not wait for it any longer. */
    public synchronized boolean ended() {
        return ended;
    }

    /**
     * Returns how often the transaction has been suspended so far. What is done meanwhile, such as in a transaction of its
     * own, does not depend on the outcome of this one.
     */
    public synchronized int suspensions() {
        return suspensions;
    }

    synchronized void suspended() {
        suspensions++;
    }

    /** Returns how many savepoints have been created since the first call inside the transaction. */
    public synchronized int savepoints() {
        return savepoints.size();
    }

    synchronized void savepoint(Object savepoint) {
        savepoints.add(savepoint);
    }

    // A savepoint that is unknown was created before the first call.
    void partlyRolledBack(Object savepoint) {
        int before;
        List<Participant> all;
        synchronized (this) {
            before = savepoints.lastIndexOf(savepoint);
            all = List.copyOf(participants.values());
        }
        all.forEach(participant -> participant.partlyRolledBack(before));
    }

    /** Ends the transaction for all participants. Only the first call has an effect. */
    CompletionStage<Void> end(Function<Participant, CompletionStage<Void>> how) {
        return CompletableFuture.allOf(last().stream()
                .map(participant -> how.apply(participant).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    private synchronized List<Participant> last() {
        if (ended) {
            return List.of();
        }
        ended = true;
        return List.copyOf(participants.values());
    }
}
