package io.kvkit.spring.exchange;

import io.kvkit.event.CacheEvent;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The current HTTP request and the work that its response still has to complete.
 *
 * <p>The request is read lazily, as the handler sees it. A guard {@linkplain #attach attaches} a completion before the
 * handler is called. From then on the response is held back, and {@link #close} passes the response to every completion
 * before its first byte leaves. Instances are safe for use by the several threads that process one request.
 */
public abstract class Exchange {

    /** The key of the exchange in the attributes of a servlet request and in a Reactor Context. */
    public static final String KEY = Exchange.class.getName();

    private final Completions completions = new Completions();
    private volatile @Nullable RecordedResponse replay;

    protected Exchange() {}

    /** Returns the HTTP method in upper case. */
    public abstract String method();

    /** Returns the path inside the application, as it was sent. */
    public abstract String path();

    /** Returns the query, as it was sent; null if there is none. */
    public abstract @Nullable String query();

    /** Returns the body, as it was sent; null if it was not held, or other code has read it. */
    public abstract @Nullable SentBody body();

    /**
     * Returns the bytes of the body, as they were sent; null if they were not held, or other code has read them. Do not
     * change them.
     */
    public byte @Nullable [] bytes() {
        return null;
    }

    /** Returns all values of a request header in order; empty if there is none. */
    public abstract List<String> headers(String name);

    /** Returns the name of the authenticated user; null for an anonymous user. */
    public abstract @Nullable String principal();

    /** Returns the client's IP address behind trusted proxies; the unspecified address if it is unknown. */
    public abstract String clientIp();

    /**
     * Reports a limit in the response's headers, whether the call was granted or not. It has no effect after the
     * response was sent.
     */
    public abstract void report(RateLimitResult result);

    /**
     * Reports in the response's headers what became of a call of a cache, if the application enables that. It has no
     * effect after the response was sent.
     */
    public abstract void report(String cache, CacheEvent.Outcome outcome);

    /**
     * Reports in the response's headers how long the idempotency key is remembered, if the application enables that.
     */
    public abstract void reportLifetime(Duration lifetime);

    /** Returns whether a handler that returned this value keeps working, and kvkit cannot see when it ends. */
    public boolean endsUnseen(@Nullable Object returned) {
        return false;
    }

    /**
     * Returns what a handler returned, such that the work tells of its begin and its end; null if nothing is done after the
     * return of the handler. If kvkit cannot see the work, it never begins.
     */
    public @Nullable Object later(@Nullable Object returned, LaterWork work) {
        return null;
    }

    /** Returns whether a handler whose end kvkit cannot see has ended well. */
    public boolean hasEndedWell() {
        return false;
    }

    /** Returns the status of the response so far; 0 if it is unknown. */
    public int status() {
        return 0;
    }

    /**
     * Returns whether the request was given up before it was answered, such as at a timeout. Its handler may still be
     * running.
     */
    public boolean givenUp() {
        return false;
    }

    /** Returns the first value of a request header; null if there is none. */
    public final @Nullable String header(String name) {
        List<String> values = headers(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Returns the key of a limit for one client: the IPv4 address, or the /64 network of the IPv6 address. */
    public final String clientNetwork() {
        return IpLiteral.network(clientIp());
    }

    /**
     * Holds the response back for a completion. Call it before the handler.
     *
     * @return false if the request is already over, such as one that timed out or was left before the store answered: the
     *     handler must not be called then, and the completion is not
     */
    public final boolean attach(PendingCompletion completion) {
        return completions.add(completion, this::attached);
    }

    /** Runs an action when the response has ended, whatever became of it: at once if the request is over. */
    public final void afterResponse(Runnable action) {
        completions.after(action);
    }

    /** Runs the actions that wait for the end of the response. */
    public final void responded() {
        completions.runAfter();
    }

    /** Marks the request as over. */
    public final void over() {
        completions.end();
        responded();
    }

    /** Marks the request as over unless a completion waits for its response; returns whether it is over now. */
    public final boolean endIfIdle() {
        boolean over = completions.endIfEmpty();
        if (over) {
            responded();
        }
        return over;
    }

    /** Returns whether the request is over. */
    public final boolean isOver() {
        return completions.isOver();
    }

    /** Called when the response is held back from now on. */
    protected void attached() {}

    /** Returns whether a completion waits for the response. */
    public final boolean hasPending() {
        return !completions.isEmpty();
    }

    /**
     * Notes a failure. A refusal or a store's failure inside the handler is never a final outcome, whatever status the
     * application gives it. A failure after a handler has ended well, such as in a view, does not undo the work of the
     * handler.
     */
    public final void failed(Throwable failure) {
        completions.failed(failure);
    }

    /** Returns whether a response with this status would be recorded. */
    public final boolean isFinal(int status) {
        return completions.isFinal(status);
    }

    /**
     * Passes the response to every waiting completion before it is sent: final outcomes are finished, others abandoned.
     * The stage completes when all are done. It never fails, because a store's failure must not change the response.
     */
    public final CompletionStage<@Nullable Void> close(RecordedResponse response) {
        return completions.close(response);
    }

    /** Abandons every waiting completion. The stage never fails. */
    public final CompletionStage<@Nullable Void> abandon(Throwable reason) {
        return completions.abandon(reason);
    }

    /**
     * Selects a recorded response as the answer and discards everything that is written until the handler is done. A
     * partial response cannot answer a request for the whole.
     *
     * @return the exception that the caller must throw instead of calling the handler
     */
    public final RuntimeException replay(RecordedResponse recorded) {
        if (!recorded.retained() || recorded.isPart() && header("Range") == null) {
            return new ResponseNotRetainedException(recorded);
        }
        replay = recorded;
        return new ReplayException(recorded);
    }

    /** Returns the recorded response that was selected as the answer; null if the handler answers. */
    public final @Nullable RecordedResponse replay() {
        return replay;
    }
}
