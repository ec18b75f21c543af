package io.kvkit.spring.exchange;

import io.kvkit.recipe.ratelimit.RateLimitResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The current HTTP request and what is still to be done with its response.
 *
 * <p>The request's side is read lazily, so it is what the handler sees. A guard {@linkplain #attach attaches} what waits
 * for the response before the handler is called: from then on the response is held back, and before its first byte
 * leaves, {@link #close} has told every completion what was answered. Instances are safe for use by the several threads
 * that carry one request.
 */
public abstract class Exchange {

    /** The request attribute of a servlet request, and the key in a Reactor Context, that hold the exchange. */
    public static final String KEY = Exchange.class.getName();

    private final Completions completions = new Completions();
    private volatile @Nullable RecordedResponse replay;

    protected Exchange() {}

    /** The HTTP method in upper case. */
    public abstract String method();

    /** The path inside the application, as it was sent. */
    public abstract String path();

    /** The query, as it was sent; null if there is none. */
    public abstract @Nullable String query();

    /** The body, as it was sent; null if it was not held, or somebody else has read it. */
    public abstract @Nullable SentBody body();

    /** All values of a request header in order; empty if there is none. */
    public abstract List<String> headers(String name);

    /** The name of the authenticated user; null if nobody or nobody in particular is authenticated. */
    public abstract @Nullable String principal();

    /** The client's IP address, judged by the trusted proxies; the unspecified address if it is unknown. */
    public abstract String clientIp();

    /**
     * Tells the client about a limit in the response's headers, granted or not. It has no effect once the response was
     * sent.
     */
    public abstract void report(RateLimitResult result);

    /** Tells the client for how long its idempotency key is remembered, if the application wants clients to be told. */
    public abstract void reportLifetime(Duration lifetime);

    /** Whether a handler that returned this works on, and kvkit cannot see when it has ended. */
    public boolean endsUnseen(@Nullable Object returned) {
        return false;
    }

    /** Whether a handler that ends unseen has come to a good end. */
    public boolean hasEndedWell() {
        return false;
    }

    /** Whether the request was given up before it was answered, as at a timeout; its handler may still be running. */
    public boolean givenUp() {
        return false;
    }

    /** The first value of a request header; null if there is none. */
    public final @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** What a limit by client counts: the IPv4 address, or the /64 network of the IPv6 address. */
    public final String clientNetwork() {
        return IpLiteral.network(clientIp());
    }

    /**
     * Holds the response back for a completion; to be called before the handler. Where the request is over, as a timed-out
     * one whose store answers late, the completion is abandoned at once.
     */
    public final void attach(PendingCompletion completion) {
        if (completions.add(completion)) {
            attached();
        }
    }

    /** Says that the request is over. */
    public final void over() {
        completions.end();
    }

    /** Whether the request is over. */
    public final boolean isOver() {
        return completions.isOver();
    }

    /** Hears that the response is held back from now on. */
    protected void attached() {}

    /** Whether a completion waits for the response. */
    public final boolean hasPending() {
        return !completions.isEmpty();
    }

    /**
     * Notes a failure. A refusal or a store's failure inside the handler is never a final outcome, whatever status the
     * application gives it. What fails after a handler has ended well, as a view, does not undo what the handler did.
     */
    public final void failed(Throwable failure) {
        completions.failed(failure);
    }

    /** Whether an answer with this status would be recorded. */
    public final boolean isFinal(int status) {
        return completions.isFinal(status);
    }

    /**
     * Tells every waiting completion what is about to be answered: final outcomes are finished, others abandoned. The
     * stage ends when they are done and does not fail, because a store's failure must not change the answer.
     */
    public final CompletionStage<@Nullable Void> close(RecordedResponse response) {
        return completions.close(response);
    }

    /** Abandons every waiting completion; the stage does not fail. */
    public final CompletionStage<@Nullable Void> abandon(Throwable reason) {
        return completions.abandon(reason);
    }

    /**
     * Chooses a recorded response as the answer: whatever is written until the handler is done is thrown away. A part is no
     * answer to a request that asks for the whole.
     *
     * @return what the caller has to throw in the handler's stead
     */
    public final RuntimeException replay(RecordedResponse recorded) {
        if (!recorded.retained() || recorded.isPart() && header("Range") == null) {
            return new ResponseNotRetainedException(recorded);
        }
        replay = recorded;
        return new ReplayException(recorded);
    }

    /** The recorded response that was chosen as the answer; null if the handler answers. */
    public final @Nullable RecordedResponse replay() {
        return replay;
    }
}
