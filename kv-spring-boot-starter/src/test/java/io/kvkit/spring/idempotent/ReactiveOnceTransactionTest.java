package io.kvkit.spring.idempotent;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.tck.TestRedis;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What calls that run once promise inside the transactions of a reactive chain, on both stores. */
@Tag("slow")
class ReactiveOnceTransactionTest {

    static class Orders {

        private final AtomicInteger placed = new AtomicInteger();

        @Idempotent(name = "place", key = "#id")
        public Mono<String> place(String id) {
            return Mono.fromSupplier(() -> id + placed.incrementAndGet());
        }

        @DedupeEvent(name = "on-order", key = "#id", duplicateResult = "'duplicate'")
        public Mono<String> on(String id) {
            return Mono.fromSupplier(() -> id + placed.incrementAndGet());
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
            return Mono.empty();
        }

        @Override
        protected Mono<Void> doCommit(
                TransactionSynchronizationManager manager, GenericReactiveTransaction transaction) {
            return Mono.empty();
        }

        @Override
        protected Mono<Void> doRollback(
                TransactionSynchronizationManager manager, GenericReactiveTransaction transaction) {
            return Mono.empty();
        }
    }

    private final TransactionalOperator transaction = TransactionalOperator.create(new Boundaries());

    private static void run(String store, Consumer<Orders> test) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues(
                        "kv.key-prefix=" + UUID.randomUUID(),
                        store.equals("memory") ? "kv.store=memory" : "kv.redis.uri=" + TestRedis.uri())
                .withBean(Orders.class)
                .run(context -> test.accept(context.getBean(Orders.class)));
    }

    private void rollBack(Mono<?> work) {
        transaction
                .execute(status -> {
                    status.setRollbackOnly();
                    return work;
                })
                .blockLast();
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void callInATransactionThatRollsBackRunsAgain(String store) {
        run(store, orders -> {
            rollBack(orders.place("a"));
            assertThat(transaction.transactional(orders.place("a")).block()).isEqualTo("a2");
            assertThat(orders.place("a").block()).isEqualTo("a2");
            rollBack(orders.on("b"));
            assertThat(transaction.transactional(orders.on("b")).block()).isEqualTo("b4");
            assertThat(orders.on("b").block()).isEqualTo("duplicate");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory", "redis"})
    void callIsInProgressForOthersUntilTheCommit(String store) {
        run(store, orders -> {
            Mono<String> apart = Mono.fromCallable(() -> orders.place("a").block())
                    .subscribeOn(Schedulers.boundedElastic())
                    .onErrorResume(IdempotencyInProgressException.class, refused -> Mono.just("refused"));
            Mono<String> work = orders.place("a")
                    .flatMap(first -> apart.flatMap(other -> orders.place("a").map(again -> first + other + again)));
            assertThat(transaction.transactional(work).block()).isEqualTo("a1refuseda1");
            assertThat(orders.place("a").block()).isEqualTo("a1");
        });
    }
}
