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

    // Far below the bound on commands in flight.
    private static final int MOST = 512;

    private final Link main;
    private final Link own;
    private final Durability durability;
    private final Queue<Call<?, ?>> next = new ArrayDeque<>();
    private final AtomicInteger turns = new AtomicInteger();
    private boolean underWay;

    /**
     * Creates a way to a server.
     *
     * @param main the link for all other calls
     * @param own the link for the changes alone
     */
    DurableLink(Link main, Link own, Durability durability) {
        this.main = main;
        this.own = own;
        this.durability = durability;
    }

    /** Sends a change, now or together with those that come until the present ones have ended. */
    void send(Call<?, ?> call) {
        add(call);
        go();
    }

    // This is a loop because a group may end at once.
    private void go() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        do {
            List<Call<?, ?>> group = take();
            if (!group.isEmpty()) {
                own.send(new DurableGroup(group, main, durability, this::ended));
            }
        } while (turns.decrementAndGet() > 0);
    }

    private void ended() {
        arrive();
        go();
    }

    private synchronized void add(Call<?, ?> call) {
        next.add(call);
    }

    private synchronized List<Call<?, ?>> take() {
        List<Call<?, ?>> group = new ArrayList<>();
        while (!underWay && !next.isEmpty() && group.size() < MOST) {
            group.add(next.remove());
        }
        underWay |= !group.isEmpty();
        return group;
    }

    private synchronized void arrive() {
        underWay = false;
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
