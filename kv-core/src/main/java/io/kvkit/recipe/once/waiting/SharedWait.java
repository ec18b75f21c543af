package io.kvkit.recipe.once.waiting;

import io.kvkit.call.Backoff;
import io.kvkit.call.Timer;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.Done;
import io.kvkit.claim.Claims;
import io.kvkit.store.Key;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The calls of this process that wait for one key. */
final class SharedWait {

    private static final Backoff POLLING = new Backoff(Duration.ofMillis(20), Duration.ofMillis(250));
    private static final Backoff FALLBACK = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Key key;
    private final SharedWaits waits;
    private final Claims claims;
    private final Timer timer;
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private @Nullable Waiter asking;
    private boolean again;
    private boolean over;
    private boolean soon;
    private int polls;
    private @Nullable Scheduled next;

    SharedWait(Key key, SharedWaits waits, Claims claims, Timer timer) {
        this.key = key;
        this.waits = waits;
        this.claims = claims;
        this.timer = timer;
    }

    /**
     * Lets a call wait that has found the key busy; returns false if this wait is over. The key may have changed since,
     * before anybody listened, so somebody looks again soon.
     */
    synchronized boolean add(Waiter waiter, Duration holderLeft) {
        if (over) {
            return false;
        }
        waiters.add(waiter);
        polls = 0;
        if (asking == null && !soon) {
            rest(holderLeft);
        }
        return true;
    }

    /** Lets one of the calls ask the store, now or once the question that is under way is answered. */
    void look() {
        Waiter scout = scout();
        if (scout != null) {
            claims.claim(key, scout.request()).whenComplete((reply, failure) -> heard(scout, reply, failure));
        }
    }

    private synchronized @Nullable Waiter scout() {
        again = asking != null;
        if (again || waiters.isEmpty()) {
            return null;
        }
        cancel();
        asking = waiters.iterator().next();
        return asking;
    }

    private void heard(Waiter scout, @Nullable ClaimReply reply, @Nullable Throwable failure) {
        if (reply instanceof Busy busy) {
            goOn(busy.left());
            if (scout.isLate()) {
                leave(scout);
            }
            return;
        }
        List<Waiter> others = served(scout, reply);
        scout.end(reply, failure);
        others.forEach(other -> serve(other, scout, reply));
        goOn(Duration.ofMillis(scout.request().leaseMillis()));
    }

    // Who has won the key makes the others wait; what else the store has said may not hold for them.
    private synchronized List<Waiter> served(Waiter scout, @Nullable ClaimReply reply) {
        waiters.remove(scout);
        if (reply instanceof Claimed) {
            return List.of();
        }
        List<Waiter> others = new ArrayList<>(waiters);
        waiters.clear();
        return others;
    }

    private void serve(Waiter other, Waiter scout, @Nullable ClaimReply reply) {
        if (reply instanceof Done && other.isAbout(scout)) {
            other.end(reply, null);
        } else {
            waits.ask(other);
        }
    }

    private void goOn(Duration holderLeft) {
        next(holderLeft).run();
    }

    private synchronized Runnable next(Duration holderLeft) {
        asking = null;
        if (waiters.isEmpty()) {
            over = true;
            return () -> waits.over(key, this);
        }
        if (again) {
            return this::look;
        }
        rest(holderLeft);
        return () -> {};
    }

    // A signal may be lost, and the end of a lease gives none.
    private void rest(Duration holderLeft) {
        cancel();
        soon = polls == 0;
        Duration pause = !soon && waits.isSignalled(key) ? FALLBACK.pause(polls++) : POLLING.pause(polls++);
        Duration lease = holderLeft.plus(MOMENT);
        next = timer.after(pause.compareTo(lease) < 0 ? pause : lease, this::look);
    }

    private void cancel() {
        soon = false;
        if (next != null) {
            next.cancel();
        }
    }

    /** Takes a call out that has waited as long as it may. It asks for the last time. */
    void leave(Waiter waiter) {
        if (left(waiter)) {
            waits.ask(waiter);
        }
        goOnWithout();
    }

    private synchronized boolean left(Waiter waiter) {
        return asking != waiter && waiters.remove(waiter);
    }

    private void goOnWithout() {
        synchronized (this) {
            if (asking != null || over || !waiters.isEmpty()) {
                return;
            }
            over = true;
            cancel();
        }
        waits.over(key, this);
    }
}
