package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.store.Batch;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Lookup;
import io.kvkit.store.Transition;
import io.kvkit.tck.ForwardingKvStore;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** After the end of a transaction, the store is asked once for each step, however many keys there are. */
class CommitBatchTest {

    private final Counted store = new Counted();
    private final TransactionTemplate transaction = new TransactionTemplate(new NoDatabase());

    static class Names {

        @Cached(name = "names", key = "#id")
        public String find(int id) {
            return "name " + id;
        }

        @CacheUpdate(name = "names", key = "#id")
        public String put(int id) {
            return "new name " + id;
        }

        @CacheInvalidate(name = "names", key = "#id")
        public void change(int id) {}
    }

    private void run(Consumer<Names> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withBean(KvStore.class, () -> store)
                .withBean(Names.class)
                .run(context -> test.accept(context.getBean(Names.class)));
    }

    private static void each(Consumer<Integer> id) {
        IntStream.range(0, 20).boxed().forEach(id);
    }

    /** Returns what the end of a transaction sends. */
    private List<String> sentAfter(Runnable work) {
        transaction.executeWithoutResult(status -> {
            work.run();
            store.sent.clear();
        });
        return store.sent;
    }

    @Test
    void resultsAreStoredTogether() {
        run(names -> {
            assertThat(sentAfter(() -> each(names::find))).containsExactly("applyAll 20");
            each(names::find);
            assertThat(Collections.frequency(store.sent, "apply")).isZero();
        });
    }

    @Test
    void updatesAreStoredTogetherWithResults() {
        run(names -> {
            Runnable work = () -> each(id -> {
                if (id % 2 == 0) {
                    names.put(id);
                } else {
                    names.find(id);
                }
            });
            assertThat(sentAfter(work)).containsExactly("applyAll 20", "applyAll 10");
            assertThat(names.find(2)).isEqualTo("new name 2");
        });
    }

    @Test
    void removalsAreSentTogether() {
        run(names -> assertThat(sentAfter(() -> each(names::change))).containsExactly("applyAll 20"));
    }

    @Test
    void resultsAreDiscardedTogether() {
        run(names -> {
            transaction.executeWithoutResult(status -> {
                each(names::find);
                store.sent.clear();
                status.setRollbackOnly();
            });
            assertThat(store.sent).containsExactly("applyAll 20");
        });
    }

    /** Counts what is sent to a store that pretends to be far away. */
    private static final class Counted extends ForwardingKvStore {

        private final List<String> sent = new CopyOnWriteArrayList<>();

        Counted() {
            super(new InMemoryKvStore());
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            sent.add("apply");
            return super.apply(key, transition);
        }

        @Override
        public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
            sent.add("applyAll " + transitions.size());
            return super.<R>applyAll(transitions);
        }

        @Override
        public @Nullable Lookup getNow(Key key) {
            return null;
        }

        @Override
        public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
            return null;
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of(Capability.SHARED);
        }
    }

    private static final class NoDatabase extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }
}
