package io.kvkit.recipe.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store as one with I/O, whose steps are made when the test says so, in the order in which they were sent. */
final class HeldKvStore extends ForwardingKvStore {

    private interface Held {
        void end(@Nullable KvException failure);
    }

    private final Deque<Held> held = new ArrayDeque<>();
    private final List<Duration> timeouts = new ArrayList<>();
    private int sent;

    HeldKvStore(KvStore store) {
        super(store);
    }

    /** How many steps were sent, those that are held included. */
    int sent() {
        return sent;
    }

    /** Whether a step waits to be made. */
    boolean isHolding() {
        return !held.isEmpty();
    }

    /** The timeouts of the views that were asked for. */
    List<Duration> timeouts() {
        return timeouts;
    }

    /** Makes the step that was sent first. */
    void answer() {
        held.remove().end(null);
    }

    /** Makes the step that was sent first, if there is one. */
    void answerNext() {
        if (!held.isEmpty()) {
            answer();
        }
    }

    /** Makes all steps, also those that are sent meanwhile. */
    void answerAll() {
        while (!held.isEmpty()) {
            answer();
        }
    }

    /** Lets the step that was sent first fail without making it. */
    void fail() {
        held.remove()
                .end(new KvException(Kind.TRANSIENT, Outcome.NOT_APPLIED, "test", null, "the test failed it", null));
    }

    @Override
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        CompletableFuture<R> answer = new CompletableFuture<>();
        sent++;
        held.add(failure -> {
            if (failure == null) {
                answer.complete(Failures.join(super.apply(key, transition)));
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    @Override
    public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
        return null;
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public KvStore withTimeout(Duration timeout) {
        timeouts.add(timeout);
        return this;
    }
}
