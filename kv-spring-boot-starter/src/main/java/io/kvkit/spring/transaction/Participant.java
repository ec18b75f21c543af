package io.kvkit.spring.transaction;

import java.util.concurrent.CompletionStage;

/**
 * Work that waits for the end of a transaction. Exactly one of {@link #committed}, {@link #rolledBack} and
 * {@link #unknown} is called, once. Stages never fail.
 */
public interface Participant {

    /** Called after the commit; the transaction ends for its caller when the stage completes. */
    CompletionStage<Void> committed();

    /** Called after the rollback of a transaction that was never suspended. */
    CompletionStage<Void> rolledBack();

    /**
     * Called if it is not known what has changed: the commit failed in a way that leaves its outcome unknown, or some work
     * was done while a transaction was suspended that was rolled back later.
     */
    CompletionStage<Void> unknown();

    /** Called after a part of the transaction was rolled back to a savepoint; the transaction itself goes on. */
    void partlyRolledBack();
}
