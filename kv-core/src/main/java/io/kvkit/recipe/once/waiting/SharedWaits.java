package io.kvkit.recipe.once.waiting;

import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.Signals.Subscription;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Claims of calls that wait while another call owns their key, without holding a thread.
 *
 * <p>The calls of this process that wait for one key wait together: one of them asks the store, and what it is told
 * holds for all that ask alike. It asks when a call of this process has ended, when the store signals a change of the
 * key, when the lease of the owner ends, and now and then in case a signal is lost. If the store fails twice in a row,
 * all of them fail. Instances are safe for use by several threads.
 *
 * @since 0.1
 */
public final class SharedWaits {

    private final ConcurrentMap<Key, SharedWait> waits = new ConcurrentHashMap<>();
    private final Claims claims;
    private final Timer timer;
    private final @Nullable Signals signals;

    /** Creates waits for the keys of a store. In a store of this JVM, calls that end here wake the others. */
    public SharedWaits(KvStore store, Claims claims, Timer timer) {
        this.claims = claims;
        this.timer = timer;
        boolean immediate = store.capabilities().contains(Capability.IMMEDIATE);
        this.signals = immediate ? null : store.signals().orElse(null);
    }

    /**
     * Claims a key, and waits as long as it is busy.
     *
     * @param atMost how long to wait; the reply may then be {@link Busy}
     */
    public Waiter claim(Key key, ClaimRequest request, Duration atMost) {
        Waiter waiter = new Waiter(key, request, atMost);
        ask(waiter);
        return waiter;
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

    // Whatever fails here, such as a timer without threads, must neither leave the caller waiting nor let it win the
    // key once it is gone.
    private void join(Waiter waiter, Busy busy) {
        SharedWait wait = wait(waiter.key());
        try {
            while (!wait.add(waiter, busy.left())) {
                wait = wait(waiter.key());
            }
            waiter.waitIn(wait, timer);
        } catch (Throwable failure) {
            wait.left(waiter);
            waiter.end(null, failure);
        }
    }

    private SharedWait wait(Key key) {
        return waits.computeIfAbsent(key, first -> new SharedWait(first, this, claims, timer));
    }

    /** Listens to the changes of a namespace; null if the store does not signal them. */
    @Nullable
    Subscription listen(Namespace namespace, Signals.Listener listener) {
        Signals all = signals;
        return all == null ? null : all.listen(namespace, listener);
    }

    /** Forgets a wait that nobody takes part in any more. */
    void over(Key key, SharedWait wait) {
        waits.remove(key, wait);
    }
}
