package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.Meter;
import io.kvkit.meter.MeterReply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * All charges that waited when a call ended, in the order in which they came. Neighbors of equal cost and bands go in
 * one call, which hands out its permits in that order. The calls are sent one after the other, without waiting.
 */
final class Round {

    private final Turnstiles all;
    private final @Nullable Turnstile turnstile;
    private final List<Group> groups;

    // The calls under way, and one more while they are sent.
    private final AtomicInteger open = new AtomicInteger(1);
    private volatile boolean failed;
    private volatile boolean immediate;

    /**
     * Creates a round.
     *
     * @param turnstile goes on when all calls have ended; null if it is no longer in use
     * @param waiting the first of the charges
     */
    Round(Turnstiles all, @Nullable Turnstile turnstile, Waiter waiting) {
        this.all = all;
        this.turnstile = turnstile;
        this.groups = groups(waiting);
    }

    void send() {
        for (Group group : groups) {
            open.incrementAndGet();
            all.send(
                    group.first.charge(),
                    group.count,
                    groups.size() == 1,
                    (reply, failure) -> end(group, reply, failure));
        }
        immediate = open.get() == 1;
        close();
    }

    // The next round is on its way while the callers of this one wake up.
    private void end(Group group, @Nullable MeterReply reply, @Nullable Throwable failure) {
        if (failure != null) {
            failed = true;
        }
        close();
        group.handOut(reply, failure);
    }

    private void close() {
        if (open.decrementAndGet() == 0 && turnstile != null) {
            turnstile.goOn(failed, immediate);
        }
    }

    private static List<Group> groups(Waiter waiting) {
        Group group = new Group(waiting);
        List<Group> groups = new ArrayList<>(1);
        groups.add(group);
        for (Waiter waiter = waiting.next; waiter != null; waiter = waiter.next) {
            if (!group.add(waiter)) {
                group = new Group(waiter);
                groups.add(group);
            }
        }
        return groups;
    }

    /** Neighbors in the queue that one call serves. */
    private static final class Group {

        private final Waiter first;
        private int count = 1;

        Group(Waiter first) {
            this.first = first;
        }

        boolean add(Waiter waiter) {
            boolean fits = count < Meter.MAX_COUNT && waiter.charge().isLike(first.charge());
            count += fits ? 1 : 0;
            return fits;
        }

        void handOut(@Nullable MeterReply reply, @Nullable Throwable failure) {
            Waiter waiter = first;
            for (int place = 1; place <= count && waiter != null; place++) {
                waiter.end(reply, failure, place);
                waiter = waiter.next;
            }
        }
    }
}
