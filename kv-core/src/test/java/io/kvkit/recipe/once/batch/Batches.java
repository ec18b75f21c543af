package io.kvkit.recipe.once.batch;

import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.call.StageDriver;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.once.Duplicates;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceCall;
import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.recipe.once.batch.OnceBatch.Item;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Handles batches of names, and counts what is sent for them. */
final class Batches {

    /** A failure at an item of the whole batch. */
    static final class At extends RuntimeException {

        private static final long serialVersionUID = 1L;

        final int position;

        At(int position, @Nullable Throwable cause) {
            super("at " + position, cause);
            this.position = position;
        }
    }

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final Namespace namespace =
            Namespace.of("test", "events", UUID.randomUUID().toString(), Retention.KEPT);
    private final boolean staged;
    private final Once once;
    final OnceSettings settings;

    Batches(KvStore store, VirtualTime time, boolean staged) {
        this.staged = staged;
        this.once = new Once(new Counted(store), time, KvListeners.NONE);
        this.settings = OnceSettings.dedupe(
                        Duration.ofSeconds(30), Duration.ofDays(1), InProgress.REJECT, OnStoreFailure.FAIL)
                .withMaxAttempts(2);
    }

    private final class Counted extends ForwardingKvStore {

        Counted(KvStore store) {
            super(store);
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            sent.add("one");
            return super.apply(key, transition);
        }

        @Override
        public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
            sent.add("batch of " + transitions.size());
            return super.<R>applyAll(transitions);
        }

        // A store in this JVM must be asked as if it were far away.
        @Override
        public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
            return null;
        }
    }

    List<String> sent() {
        List<String> now = List.copyOf(sent);
        sent.clear();
        return now;
    }

    OnceCall call(String name) {
        return OnceCall.of(namespace.key(name), new Duplicates.Skip(() -> null, (attempts, fence) -> null), settings);
    }

    Once once() {
        return once;
    }

    /** Handles a batch: returns the names that the handler got, or throws its failure. */
    List<String> handle(List<String> names, Consumer<List<String>> handler) throws Throwable {
        List<Item> items = names.stream().map(this::item).toList();
        List<String> got = new ArrayList<>();
        run(new OnceBatch(items, new Form(names)), some -> {
            got.addAll(some);
            handler.accept(some);
        });
        return got;
    }

    private Item item(String name) {
        if (name.equals("free")) {
            return new Item.Free();
        }
        return name.isEmpty()
                ? new Item.Refused(new IllegalArgumentException("no name"))
                : new Item.Guarded(call(name));
    }

    @SuppressWarnings("unchecked")
    private void run(OnceBatch batch, Consumer<List<String>> handler) throws Throwable {
        if (!staged) {
            new PlainDriver(Runnable::run).run(new BatchGuard(once), batch, args -> {
                handler.accept((List<String>) args[0]);
                return null;
            });
            return;
        }
        try {
            new StageDriver(Runnable::run)
                    .run(
                            new BatchGuard(once),
                            batch,
                            args -> CompletableFuture.runAsync(() -> handler.accept((List<String>) args[0])))
                    .join();
        } catch (RuntimeException e) {
            throw Failures.unwrap(e);
        }
    }

    private record Form(List<String> names) implements BatchForm {

        @Override
        public @Nullable Object[] arguments(List<Integer> positions) {
            return new @Nullable Object[] {positions.stream().map(names::get).toList()};
        }

        @Override
        public @Nullable Failed failed(Throwable failure, List<Integer> positions) {
            return failure instanceof At at
                    ? new Failed(positions.get(at.position), at.getCause() == null ? at : at.getCause())
                    : null;
        }

        @Override
        public Throwable upTo(int position, Throwable cause) {
            return new At(position, cause);
        }
    }

    static List<String> names(String... names) {
        return Stream.of(names).toList();
    }
}
