package io.kvkit.call;

import java.util.concurrent.CompletionStage;

/**
 * A decision for which its caller waits, and that the caller can leave. A guard gives it as the rest of an
 * {@link Decision.Unfinished}.
 *
 * @since 0.1
 */
public interface Wait extends CompletionStage<Decision> {

    /**
     * Called if nobody waits for the decision any more, also when it has been made. A guard then ends the wait, and
     * undoes a decision that it makes at the same moment.
     */
    void leave();

    /** Leaves a decision, if it can be left. */
    static void leave(CompletionStage<Decision> decision) {
        if (decision instanceof Wait wait) {
            wait.leave();
        }
    }
}
