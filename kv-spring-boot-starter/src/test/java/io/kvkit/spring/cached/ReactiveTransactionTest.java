package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What caches promise inside the transactions of a reactive chain. */
@Tag("slow")
class ReactiveTransactionTest {

    /** A number with a cache in front of it. */
    static class Numbers {

        private final AtomicInteger stored = new AtomicInteger(1);
        private final AtomicInteger loads = new AtomicInteger();

        int loads() {
            return loads.get();
        }

        void store(int number) {
            stored.set(number);
        }

        @Cached(name = "numbers", key = "'one'")
        public Mono<Integer> find() {
            return Mono.fromSupplier(() -> {
                loads.incrementAndGet();
                return stored.get();
            });
        }

        @CacheInvalidate(name = "numbers", key = "'one'")
        public Mono<Void> change(int number) {
            return Mono.fromRunnable(() -> store(number));
        }

        @CacheInvalidate(name = "numbers", key = "'one'")
        public Mono<Void> changeInside(TransactionalOperator own, int number) {
            return own.transactional(Mono.fromRunnable(() -> store(number)));
        }

        @CacheUpdate(name = "numbers", key = "'one'")
        public Mono<Integer> put(int number) {
            return change(number).thenReturn(number);
        }
    }

    /** Transactions of nothing: only their boundaries matter. */
    @SuppressWarnings("serial") // a manager is Serializable for no reason here
    static final class Boundaries extends AbstractReactiveTransactionManager {

        @Override
        protected Object doGetTransaction(TransactionSynchronizationManager manager) {
            return new Object();
        }

        @Override
        protected Mono<Void> doBegin(
                TransactionSynchronizationManager manager, Object transaction, TransactionDefinition definition) {
            return Mono.delay(Duration.ofMillis(1)).then();
        }

        @Override
        protected Mono<Void> doCommit(
                TransactionSynchronizationManager manager, GenericReactiveTransaction transaction) {
            return Mono.delay(Duration.ofMillis(1)).then();
        }

        @Override
        protected Mono<Void> doRollback(
                TransactionSynchronizationManager manager, GenericReactiveTransaction transaction) {
            return Mono.delay(Duration.ofMillis(1)).then();
        }
    }

    private final TransactionalOperator transaction = TransactionalOperator.create(new Boundaries());

    private static void run(Consumer<Numbers> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withBean(Numbers.class)
                .run(context -> test.accept(context.getBean(Numbers.class)));
    }

    private <T> @Nullable T commit(Mono<T> work) {
        return transaction.transactional(work).block();
    }

    private void rollBack(Mono<?> work) {
        transaction
                .execute(status -> {
                    status.setRollbackOnly();
                    return work;
                })
                .blockLast();
    }

    @Test
    void updateInATransactionThatRollsBackServesNoValueThatNeverExisted() {
        run(numbers -> {
            numbers.find().block();
            rollBack(numbers.put(777));
            numbers.store(1);
            assertThat(numbers.find().block()).isOne();
            commit(numbers.put(2));
            assertThat(numbers.find().block()).isEqualTo(2);
            assertThat(numbers.loads()).isOne();
        });
    }

    @Test
    void invalidationBeforeTheCommitDoesNotLetTheOldValueBeCachedAgain() {
        run(numbers -> {
            numbers.find().block();
            commit(numbers.change(2)
                    .then(Mono.fromCallable(() -> {
                                numbers.store(1);
                                return numbers.find().block();
                            })
                            .subscribeOn(Schedulers.boundedElastic()))
                    .doOnNext(old -> assertThat(old).isOne())
                    .then(Mono.fromRunnable(() -> numbers.store(2))));
            assertThat(numbers.find().block()).isEqualTo(2);
        });
    }

    @Test
    void changeInATransactionOfItsOwnIsSeenAfterTheOuterOneRolledBack() {
        run(numbers -> {
            numbers.find().block();
            rollBack(numbers.changeInside(transaction, 2));
            assertThat(numbers.find().block()).isEqualTo(2);
        });
    }

    @Test
    void resultOfATransactionIsStoredAfterItsCommitOnly() {
        run(numbers -> {
            rollBack(numbers.find());
            commit(numbers.find().then(numbers.find()));
            assertThat(numbers.loads()).isEqualTo(2);
            numbers.find().block();
            assertThat(numbers.loads()).isEqualTo(2);
        });
    }

    @Test
    void keyThatATransactionChangedBypassesTheCacheUntilItEnds() {
        run(numbers -> {
            numbers.find().block();
            Integer seen = commit(numbers.change(2).then(numbers.find()).then(numbers.find()));
            assertThat(seen).isEqualTo(2);
            assertThat(numbers.loads()).isEqualTo(3);
        });
    }
}
