package io.kvkit.spring.transaction;

import java.util.concurrent.CompletionStage;

/**
 * Work that waits for the end of a transaction. Exactly one of {@link #committed}, {@link #rolledBack} and
 * {@link #unknown} is called, once. Stages never fail.
 */
public interface Participant {

    /** Called after the commit; the transaction ends for its caller when the stage completes. */
    CompletionStage<Void> committed();

    /**
     * Called after the rollback.
     *
     * @param suspended whether the transaction was suspended before; its rollback does not undo what was done meanwhile
     */
    CompletionStage<Void> rolledBack(boolean suspended);

    /** Called if the commit failed in a way that leaves its outcome unknown. */
    CompletionStage<Void> unknown();

    /**
     * Called after a part of the transaction was rolled back to a savepoint; the transaction itself goes on.
     *
     * @param savepoints what was done when the transaction had more {@linkplain OpenTransaction#savepoints savepoints}
     *     than these was rolled back
     */
    void partlyRolledBack(int savepoints);
}
