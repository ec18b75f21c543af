package io.kvkit.spring.exchange;

import java.util.concurrent.CompletionStage;

/**
 * What waits for the response of a request in order to record it.
 *
 * <p>Exactly one of the two methods is called, once, on whatever thread carries the request. The response is sent when
 * the stage has ended, well or not.
 */
public interface PendingCompletion {

    /** Whether the handler has ended well, so that what fails from now on is its answer and not the handler. */
    default boolean isHandled() {
        return false;
    }

    /** Records a final outcome. */
    CompletionStage<?> finish(RecordedResponse response);

    /**
     * Gives up: the request has no final outcome, so the same request may be executed again.
     *
     * <p>After an asynchronous timeout or a lost connection the handler may still be running; who must not let a second
     * one start has to wait for its end.
     */
    CompletionStage<?> abandon(Throwable reason);
}
