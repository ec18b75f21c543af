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
import io.kvkit.store.Signals;
import io.kvkit.store.Signals.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The calls of this process that wait for one key. */
final class SharedWait {

    private static final Backoff POLLING = new Backoff(Duration.ofMillis(20), Duration.ofMillis(250));
    private static final Backoff FALLBACK = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(10));
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final long ALERT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Key key;
    private final SharedWaits waits;
    private final Claims claims;
    private final Timer timer;
    private final Set<Waiter> waiters = new LinkedHashSet<>();
    private @Nullable Waiter asking;
    private boolean looksAgain;
    private boolean over;
    private boolean looksSoon;
    private int polls;
    private @Nullable Scheduled next;
    private @Nullable Subscription changes;

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
        if (asking == null && !looksSoon) {
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
        looksAgain = asking != null;
        if (looksAgain || waiters.isEmpty()) {
            return null;
        }
        cancel();
        asking = waiters.iterator().next();
        return asking;
    }

    private void heard(Waiter scout, @Nullable ClaimReply reply, @Nullable Throwable failure) {
        if (reply instanceof Busy busy) {
            listen();
            goOn(busy.left());
            if (scout.isLate()) {
                tooLate(scout);
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
            return over();
        }
        if (looksAgain) {
            return this::look;
        }
        rest(holderLeft);
        return () -> {};
    }

    // Most waits are over before the second look. A change of any key of the namespace costs the server a push.
    private void listen() {
        if (!isHearing()) {
            hear(waits.listen(key.namespace(), new Wakes()));
        }
    }

    private synchronized boolean isHearing() {
        return changes != null;
    }

    // What the store tells while it begins to listen may have ended the wait.
    private void hear(@Nullable Subscription begun) {
        boolean unneeded;
        synchronized (this) {
            unneeded = over || changes != null;
            changes = unneeded ? changes : begun;
        }
        if (unneeded && begun != null) {
            begun.close();
        }
    }

    private final class Wakes implements Signals.Listener {

        @Override
        public void changed(Key changed) {
            if (changed.equals(key)) {
                look();
            }
        }

        @Override
        public void anythingChanged() {
            look();
        }
    }

    // A signal may be lost, and the end of a lease gives none.
    private void rest(Duration holderLeft) {
        cancel();
        looksSoon = polls == 0;
        Duration pause = !looksSoon && isSignalled() ? FALLBACK.pause(polls++) : POLLING.pause(polls++);
        Duration lease = holderLeft.plus(MOMENT);
        next = timer.after(pause.compareTo(lease) < 0 ? pause : lease, this::look);
    }

    private boolean isSignalled() {
        return changes != null && changes.silenceNanos() <= ALERT_NANOS;
    }

    private void cancel() {
        looksSoon = false;
        if (next != null) {
            next.cancel();
        }
    }

    /** Takes a call out that has waited as long as it may. It asks for the last time. */
    void tooLate(Waiter waiter) {
        if (left(waiter)) {
            waits.ask(waiter);
        }
    }

    /** Takes a call out; returns false if it is not there, or its claim is under way. */
    boolean left(Waiter waiter) {
        boolean left;
        Runnable end = () -> {};
        synchronized (this) {
            left = asking != waiter && waiters.remove(waiter);
            if (left && asking == null && waiters.isEmpty()) {
                end = over();
            }
        }
        end.run();
        return left;
    }

    // Ends what the wait holds, outside its lock.
    private Runnable over() {
        over = true;
        cancel();
        Subscription heard = changes;
        return () -> {
            waits.over(key, this);
            if (heard != null) {
                heard.close();
            }
        };
    }
}
