package io.kvkit.recipe.gathering;

import io.kvkit.call.Failures;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a store about many keys, a page after the other. A batch has one timeout, so without pages the number of
 * keys would decide whether a call succeeds. Once a page has failed, the rest is one batch, so that nobody waits for many
 * timeouts.
 *
 * @param <V> what is asked about a key
 * @param <R> the reply
 */
final class Pages<V, R> {

    /** Takes the replies about a page; the batch is null if there was a failure. */
    @FunctionalInterface
    interface Delivery<V, R> {

        void deliver(Map<Key, V> page, @Nullable Batch<Key, R> batch, @Nullable Throwable failure);
    }

    static final int SIZE = 1_000;

    private final Iterator<Map.Entry<Key, V>> rest;
    private final Function<Map<Key, V>, CompletionStage<Batch<Key, R>>> ask;
    private final Delivery<V, R> delivery;
    private final Runnable sent;

    /**
     * Creates the pages.
     *
     * @param asked what is asked, by key
     * @param ask asks about the keys of one page
     * @param sent called when the last page has been asked for
     */
    Pages(
            Map<Key, V> asked,
            Function<Map<Key, V>, CompletionStage<Batch<Key, R>>> ask,
            Delivery<V, R> delivery,
            Runnable sent) {
        this.rest = asked.entrySet().iterator();
        this.ask = ask;
        this.delivery = delivery;
        this.sent = sent;
    }

    void send() {
        send(SIZE);
    }

    private void send(int size) {
        Map<Key, V> page = next(size);
        CompletionStage<Batch<Key, R>> asked = Failures.caught(() -> ask.apply(page));
        if (!rest.hasNext()) {
            sent.run();
        }
        asked.whenComplete((batch, failure) -> {
            if (rest.hasNext()) {
                send(
                        batch == null || batch.failures().values().stream().anyMatch(Pages::tookTime)
                                ? Integer.MAX_VALUE
                                : SIZE);
            }
            delivery.deliver(page, batch, failure);
        });
    }

    // What the server refuses for good, it refuses at once.
    private static boolean tookTime(KvException failure) {
        return failure.kind() != KvException.Kind.PERMANENT;
    }

    private Map<Key, V> next(int size) {
        Map<Key, V> page = new LinkedHashMap<>();
        while (rest.hasNext() && page.size() < size) {
            Map.Entry<Key, V> next = rest.next();
            page.put(next.getKey(), next.getValue());
        }
        return page;
    }
}
