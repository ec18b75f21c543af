package io.kvkit.spring.outage;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/** A sender that gives each message a key of its own and delivers it again until that goes well. */
final class Deliveries {

    private final String name;
    private final Consumer<String> receiver;
    private final ToIntFunction<String> runs;
    private final Queue<String> failed = new ConcurrentLinkedQueue<>();
    private final Queue<String> delivered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger last = new AtomicInteger();

    /**
     * A sender that has not sent anything.
     *
     * @param runs how often the receiver really did what a message says
     */
    Deliveries(String name, Consumer<String> receiver, ToIntFunction<String> runs) {
        this.name = name;
        this.receiver = receiver;
        this.runs = runs;
    }

    /** Delivers a message that failed before, or a new one. */
    Void next() {
        String again = failed.poll();
        deliver(again == null ? name + "-" + last.incrementAndGet() : again);
        return null;
    }

    /** Delivers what failed, once each, and tells whether everything is delivered. */
    boolean redeliver() {
        for (int left = failed.size(); left > 0; left--) {
            String message = failed.poll();
            if (message != null) {
                tryToDeliver(message);
            }
        }
        return failed.isEmpty();
    }

    /** Will deliver again what went well already. */
    void repeat(List<String> messages) {
        failed.addAll(messages);
    }

    /** What went well so far. */
    List<String> delivered() {
        return List.copyOf(delivered);
    }

    /** How many deliveries went well so far. */
    int count() {
        return delivered.size();
    }

    int runs(String message) {
        return runs.applyAsInt(message);
    }

    @Override
    public String toString() {
        return name + "s";
    }

    private void tryToDeliver(String message) {
        try {
            deliver(message);
        } catch (RuntimeException again) {
            // It waits among the failed ones.
        }
    }

    private void deliver(String message) {
        try {
            receiver.accept(message);
        } catch (Throwable failure) {
            failed.add(message);
            throw failure;
        }
        delivered.add(message);
    }
}
