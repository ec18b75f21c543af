package io.kvkit.recipe.once.waiting;

import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Signals;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Claims of calls that wait while another call owns their key, without holding a thread.
 *
 * <p>The calls of this process that wait for one key wait together: one of them asks the store, and a result that it
 * finds is the result of all. It asks when a call of this process has ended, when the store signals a change of the key,
 * when the lease of the owner ends, and now and then in case a signal is lost. Instances are safe for use by several
 * threads.
 *
 * @since 0.1
 */
public final class SharedWaits {

    private final ConcurrentMap<Key, SharedWait> waits = new ConcurrentHashMap<>();
    private final Claims claims;
    private final Timer timer;
    private final Ears ears;

    /** Creates waits for the keys of a store. */
    public SharedWaits(KvStore store, Claims claims, Timer timer) {
        this.claims = claims;
        this.timer = timer;
        this.ears = Ears.of(store, new Wakes());
    }

    /**
     * Claims a key, and waits as long as it is busy. The stage gives the last reply.
     *
     * @param atMost how long to wait; the reply may then be {@link Busy}
     */
    public CompletionStage<ClaimReply> claim(Key key, ClaimRequest request, Duration atMost) {
        Waiter waiter = new Waiter(key, request, atMost);
        ask(waiter);
        return waiter.result();
    }

    /** Lets the calls that wait for a key look again, because a call of this process has ended. */
    public void wake(Key key) {
        SharedWait wait = waits.get(key);
        if (wait != null) {
            wait.look();
        }
    }

    /** Claims for one waiter alone, which waits if the key is busy. */
    void ask(Waiter waiter) {
        claims.claim(waiter.key(), waiter.request()).whenComplete((reply, failure) -> {
            if (reply instanceof Busy busy && !waiter.isLate()) {
                join(waiter, busy);
            } else {
                waiter.end(reply, failure);
            }
        });
    }

    private void join(Waiter waiter, Busy busy) {
        SharedWait wait = wait(waiter.key());
        while (!wait.add(waiter, busy.left())) {
            wait = wait(waiter.key());
        }
        waiter.limit(timer, wait);
    }

    // A subscription may tell at once that anything has changed, which must not happen while the map is being changed.
    private SharedWait wait(Key key) {
        SharedWait mine = new SharedWait(key, this, claims, timer);
        SharedWait known = waits.putIfAbsent(key, mine);
        if (known != null) {
            return known;
        }
        ears.open(key.namespace());
        return mine;
    }

    /** Returns whether changes of a key are signalled. */
    boolean isSignalled(Key key) {
        return ears.isLive(key.namespace());
    }

    /** Forgets a wait that nobody takes part in any more. */
    void over(Key key, SharedWait wait) {
        if (waits.remove(key, wait)) {
            ears.close(key.namespace());
        }
    }

    private final class Wakes implements Signals.Listener {

        @Override
        public void changed(Key key) {
            wake(key);
        }

        @Override
        public void anythingChanged() {
            waits.values().forEach(SharedWait::look);
        }
    }
}
