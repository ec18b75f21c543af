package io.kvkit.spring.transaction;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** Writes down how a transaction ended. */
class Recorded implements Participant {

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private final CompletionStage<Void> last;

    Recorded() {
        this(CompletableFuture.completedFuture(null));
    }

    /** Ends when the stage does. */
    Recorded(CompletionStage<Void> last) {
        this.last = last;
    }

    List<String> seen() {
        return seen;
    }

    @Override
    public CompletionStage<Void> committed() {
        seen.add("committed");
        return last;
    }

    @Override
    public CompletionStage<Void> rolledBack(boolean suspended) {
        seen.add(suspended ? "rolled back after a suspension" : "rolled back");
        return last;
    }

    @Override
    public CompletionStage<Void> unknown() {
        seen.add("unknown");
        return last;
    }

    @Override
    public void partlyRolledBack(int savepoints) {
        seen.add("partly rolled back");
    }
}
