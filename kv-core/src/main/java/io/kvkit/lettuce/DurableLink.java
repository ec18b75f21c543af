package io.kvkit.lettuce;

import io.kvkit.store.Durability;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The way to a server for changes that must be durable. It has a connection of its own, because a wait holds up whatever
 * follows it on its connection.
 *
 * <p>Changes that come while others wait leave together, with one wait for all of them. So the number of changes a second
 * does not depend on how long a replica or a disk takes.
 */
final class DurableLink {

    // Far below the usual bound on commands in flight.
    private static final int MOST = 512;

    // The wait, and the two questions of the watchdog.
    private static final int OTHERS = 3;

    // In a cluster, a change may be announced by another command.
    private static final int PER_CHANGE = 2;

    private static final int LEAST_IN_FLIGHT = OTHERS + PER_CHANGE;

    private final Link main;
    private final Link own;
    private final Durability durability;
    private final int most;
    private final Queue<Call<?, ?>> next = new ArrayDeque<>();
    private final AtomicInteger turns = new AtomicInteger();
    private @Nullable DurableGroup underWay;

    /**
     * Creates a way to a server.
     *
     * @param main the link for all other calls
     * @param own the link for the changes alone
     * @param inFlight the bound on commands in flight; the driver refuses a group that exceeds it
     */
    DurableLink(Link main, Link own, Durability durability, int inFlight) {
        this.main = main;
        this.own = own;
        this.durability = durability;
        this.most = Math.max(1, Math.min(MOST, (inFlight - OTHERS) / PER_CHANGE));
    }

    /** Requires a bound on commands in flight that lets a change through. */
    static void requireRoom(Durability durability, int inFlight) {
        if (durability.isAwaited() && inFlight < LEAST_IN_FLIGHT) {
            throw new IllegalArgumentException("Durable changes need a request queue size of at least "
                    + LEAST_IN_FLIGHT + ", but it is " + inFlight);
        }
    }

    /** Sends changes together, now or with those that come until the present ones have ended. */
    void send(List<? extends Call<?, ?>> calls) {
        add(calls);
        go();
    }

    // This is a loop because a group may end at once.
    private void go() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        do {
            DurableGroup group = take();
            if (group != null) {
                send(group);
            }
        } while (turns.decrementAndGet() > 0);
    }

    // Whatever happens, the next group must be able to leave.
    private void send(DurableGroup group) {
        try {
            own.send(group);
        } catch (Throwable e) {
            group.refuse(faults -> faults.of(e));
        }
    }

    private synchronized void add(List<? extends Call<?, ?>> calls) {
        next.addAll(calls);
    }

    private synchronized @Nullable DurableGroup take() {
        if (underWay != null && !underWay.isOver()) {
            return null;
        }
        List<Call<?, ?>> calls = new ArrayList<>();
        while (!next.isEmpty() && calls.size() < most) {
            Call<?, ?> call = next.remove();
            if (!call.isDone()) {
                calls.add(call);
            }
        }
        underWay = calls.isEmpty() ? null : new DurableGroup(calls, main, durability, this::go);
        return underWay;
    }

    int open() {
        return own.open();
    }

    /** Drops a connection that is no longer usable, or the present one; another one is opened. */
    void giveUp(@Nullable Session session) {
        Session present = own.session();
        if (present != null && (session == null || session == present)) {
            own.giveUp(present);
        }
    }

    void close() {
        own.close();
    }
}
