package io.kvkit.recipe.gathering;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.call.Timer.Scheduled;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Collects what one thread asks of a store during some work, and sends it together when the work has ended, in {@link
 * Pages}.
 *
 * <p>What is done with the replies is such work too: if many calls go on when a read has ended, their next steps leave in
 * one batch again. Everything else goes to the store at once. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Gathering gathering = new Gathering(store);
 * gathering.together(() -> keys.stream().map(gathering.view()::get).toList());
 * }</pre>
 *
 * @since 0.1
 */
public final class Gathering {

    private static final ThreadLocal<@Nullable Flush> CURRENT = new ThreadLocal<>();

    /** What is collected. Different changes of one key go into different batches; the same one, and reads, are one. */
    private record Flush(
            Gathering of,
            Map<Key, CompletableFuture<@Nullable Object>> reads,
            Map<KvStore, List<Map<Key, Change>>> changes,
            Map<Duration, Round> rounds) {

        Flush(Gathering of) {
            this(of, new LinkedHashMap<>(), new IdentityHashMap<>(), new HashMap<>());
        }

        List<Map<Key, Change>> changes(KvStore to) {
            return changes.computeIfAbsent(to, first -> new ArrayList<>(1));
        }
    }

    private record Change(Transition<?> transition, CompletableFuture<@Nullable Object> reply) {}

    private final KvStore store;

    /** Creates a collection of what is asked of a store. */
    public Gathering(KvStore store) {
        this.store = store;
    }

    /** Returns the view of the store whose reads and changes of one key are gathered. */
    public KvStore view() {
        return new GatheringStore(this, store);
    }

    /** Returns the view of a timer whose tasks are run together if they were asked for together. */
    public Timer timer(Timer timer) {
        return (delay, task) -> after(timer, delay, task);
    }

    /** Does work on this thread, and sends what it asked of the store. */
    public <T> T together(Supplier<T> work) {
        Flush outer = CURRENT.get();
        if (outer != null && outer.of == this) {
            return work.get();
        }
        Flush flush = new Flush(this);
        CURRENT.set(flush);
        try {
            return work.get();
        } finally {
            back(outer);
            send(flush);
        }
    }

    private static void back(@Nullable Flush outer) {
        if (outer == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(outer);
        }
    }

    CompletionStage<byte @Nullable []> get(Key key) {
        Flush flush = CURRENT.get();
        return flush == null || flush.of != this
                ? store.get(key)
                : typed(flush.reads.computeIfAbsent(key, first -> new CompletableFuture<>()));
    }

    <R> CompletionStage<R> apply(KvStore to, Key key, Transition<R> transition) {
        Flush flush = CURRENT.get();
        if (flush == null || flush.of != this) {
            return to.apply(key, transition);
        }
        return typed(change(key, transition, flush.changes(to)).reply);
    }

    /** Lets tasks wait together that were asked for together. */
    private Scheduled after(Timer timer, Duration delay, Runnable task) {
        Flush flush = CURRENT.get();
        Scheduled waiting = flush == null || flush.of != this
                ? null
                : flush.rounds
                        .computeIfAbsent(delay, first -> round(timer, delay))
                        .add(task);
        return waiting == null ? timer.after(delay, task) : waiting;
    }

    private Round round(Timer timer, Duration delay) {
        Round round = new Round();
        round.isDue(timer.after(delay, () -> together(round::run)));
        return round;
    }

    private static Change change(Key key, Transition<?> transition, List<Map<Key, Change>> batches) {
        for (Map<Key, Change> batch : batches) {
            Change other = batch.computeIfAbsent(key, first -> new Change(transition, new CompletableFuture<>()));
            if (other.transition == transition) {
                return other;
            }
        }
        Change change = new Change(transition, new CompletableFuture<>());
        batches.add(new LinkedHashMap<>(Map.of(key, change)));
        return change;
    }

    private void send(Flush flush) {
        if (!flush.reads.isEmpty()) {
            new Pages<>(
                            flush.reads,
                            page -> store.mget(page.keySet()),
                            (page, batch, failure) -> deliver(page, Function.identity(), batch, failure),
                            () -> {})
                    .send();
        }
        flush.changes.forEach((to, batches) -> send(to, batches.iterator()));
    }

    // Changes of one key keep their order: a batch is sent after the last page of the one before it.
    private void send(KvStore to, Iterator<Map<Key, Change>> batches) {
        if (batches.hasNext()) {
            new Pages<Change, Object>(
                            batches.next(),
                            page -> to.applyAll(transitions(page)),
                            (page, batch, failure) -> deliver(page, Change::reply, batch, failure),
                            () -> send(to, batches))
                    .send();
        }
    }

    private static Map<Key, Transition<?>> transitions(Map<Key, Change> page) {
        Map<Key, Transition<?>> transitions = new LinkedHashMap<>();
        page.forEach((key, change) -> transitions.put(key, change.transition));
        return transitions;
    }

    private <V> void deliver(
            Map<Key, V> page,
            Function<V, CompletableFuture<@Nullable Object>> reply,
            @Nullable Batch<Key, ?> batch,
            @Nullable Throwable failure) {
        together(() -> {
            page.forEach((key, asked) -> deliver(key, reply.apply(asked), batch, failure));
            return page;
        });
    }

    private static void deliver(
            Key key,
            CompletableFuture<@Nullable Object> reply,
            @Nullable Batch<Key, ?> batch,
            @Nullable Throwable failure) {
        KvException lost = batch == null ? null : batch.failures().get(key);
        if (batch == null || lost != null) {
            reply.completeExceptionally(lost == null ? Failures.unwrap(Objects.requireNonNull(failure)) : lost);
        } else {
            reply.complete(batch.values().get(key));
        }
    }

    // The key of a reply says what was asked, and so does its type.
    @SuppressWarnings("unchecked")
    private static <T extends @Nullable Object> CompletionStage<T> typed(CompletableFuture<@Nullable Object> reply) {
        return (CompletionStage<T>) (CompletionStage<?>) reply;
    }
}
