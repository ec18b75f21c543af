package io.kvkit.recipe.once.waiting;

import io.kvkit.call.Backoff;
import io.kvkit.call.Timer;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Busy;
import io.kvkit.claim.ClaimReply.Claimed;
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
    private boolean failed;
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
            List<Waiter> last = late();
            claims.claim(key, scout.request()).whenComplete((reply, failure) -> heard(scout, last, reply, failure));
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

    private synchronized List<Waiter> late() {
        return waiters.stream().filter(Waiter::isLate).toList();
    }

    private void heard(Waiter scout, List<Waiter> last, @Nullable ClaimReply reply, @Nullable Throwable failure) {
        if (reply instanceof Busy busy) {
            stillBusy(busy, last);
            return;
        }
        List<Waiter> others = served(scout, reply);
        scout.end(reply, failure);
        others.forEach(other -> serve(other, scout, reply, failure));
        goOn(Duration.ofMillis(scout.request().leaseMillis()));
    }

    private void stillBusy(Busy busy, List<Waiter> last) {
        listen();
        takeOut(last);
        last.forEach(late -> late.end(busy, null));
        goOn(busy.left());
    }

    private synchronized void takeOut(List<Waiter> last) {
        failed = false;
        last.forEach(waiters::remove);
    }

    // Who has won the key makes the others wait. A failure may be about one question, for instance on a connection that
    // was lost, so the next in line asks again. A second one ends all waits, because each further question would take
    // as long again.
    private synchronized List<Waiter> served(Waiter scout, @Nullable ClaimReply reply) {
        waiters.remove(scout);
        boolean asksAgain = reply == null && !failed;
        failed = reply == null;
        looksAgain |= asksAgain;
        if (asksAgain || reply instanceof Claimed) {
            return List.of();
        }
        List<Waiter> others = new ArrayList<>(waiters);
        waiters.clear();
        return others;
    }

    private void serve(Waiter other, Waiter scout, @Nullable ClaimReply reply, @Nullable Throwable failure) {
        if (reply == null || other.isLike(scout)) {
            other.end(reply, failure);
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
        if (looksAgain || waiters.stream().anyMatch(Waiter::isLate)) {
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
