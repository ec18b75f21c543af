package io.kvkit.recipe.cache;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A number that grows, and what a read of it must see at least. Instances are safe for use by several threads. */
final class Truth {

    private record Change(int number, Object by, boolean known, long endedNanos) {}

    private final AtomicInteger number = new AtomicInteger();
    private final Queue<Change> changes = new ConcurrentLinkedQueue<>();
    private final AtomicInteger settled = new AtomicInteger();
    private final long unnoticedNanos;

    /**
     * Creates a number.
     *
     * @param unnoticedNanos for how long processes may not notice the changes of others
     */
    Truth(long unnoticedNanos) {
        this.unnoticedNanos = unnoticedNanos;
    }

    /** Returns what a load sees that begins now. */
    int now() {
        return number.get();
    }

    /**
     * Changes the number.
     *
     * @param by the process that makes the change and notices it at once
     * @param known whether the store has certainly seen it
     * @param invalidation tells the processes; if it throws, nobody has to notice the change
     */
    void change(Object by, boolean known, Runnable invalidation) {
        int next = number.incrementAndGet();
        invalidation.run();
        changes.add(new Change(next, by, known, System.nanoTime()));
    }

    /** Returns what a read must see at least that a process begins now. */
    int atLeast(Object reader) {
        long last = System.nanoTime() - unnoticedNanos;
        return Math.max(
                settled.get(),
                highest(change -> change.by() == reader || (change.known() && change.endedNanos() <= last)));
    }

    /** Records that all processes have noticed the changes before some moment. */
    void settle(long moment) {
        settled.accumulateAndGet(highest(change -> change.known() && change.endedNanos() <= moment), Math::max);
    }

    private int highest(Predicate<Change> considered) {
        return changes.stream()
                .filter(considered)
                .mapToInt(Change::number)
                .max()
                .orElse(0);
    }

    @Override
    public String toString() {
        return changes.toString();
    }
}
