package io.kvkit.spring.web.servlet;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for a stage on the request's thread, but not so long that the client gives up. */
final class Await {

    static final long MAX_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Await.class);

    private Await() {}

    static void quietly(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().get(MAX_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The outcome of a request is not recorded yet; the answer is sent without it");
        }
    }
}
