package io.kvkit.spring.exchange;

import java.util.concurrent.CompletionStage;

/**
 * Records the outcome of a request when its response is known.
 *
 * <p>One of the two methods is called, exactly once, on any thread that processes the request. The response is sent
 * when the stage has completed, normally or not.
 */
public interface PendingCompletion {

    /** Returns whether the handler has ended well, so that a later failure concerns its response only. */
    default boolean isHandled() {
        return false;
    }

    /** Records a final outcome. */
    CompletionStage<?> finish(RecordedResponse response);

    /**
     * Gives up: the request has no final outcome, so the same request may be executed again.
     *
     * <p>After an asynchronous timeout or a lost connection the handler may still be running. An implementation that
     * must not let a second handler start has to wait for its end.
     */
    CompletionStage<?> abandon(Throwable reason);
}
