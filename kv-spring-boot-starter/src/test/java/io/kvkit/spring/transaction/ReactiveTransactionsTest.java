package io.kvkit.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import org.springframework.transaction.reactive.TransactionalOperator;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/** The transaction of a subscription, from its first call to its end. */
class ReactiveTransactionsTest {

    private final OpenTransaction ofThread = new OpenTransaction(false, false);
    private final Transactions others = () -> ofThread;
    private final Transactions transactions = new ReactiveTransactions(others);
    private final Boundaries manager = new Boundaries();

    /** Transactions of nothing: only their boundaries matter. */
    @SuppressWarnings("serial") // a manager is Serializable for no reason here
    private static final class Boundaries extends AbstractReactiveTransactionManager {

        private static final Object OPEN = "open";

        private @Nullable RuntimeException failure;

        void failWith(RuntimeException broken) {
            failure = broken;
        }

        @Override
        protected Object doGetTransaction(TransactionSynchronizationManager manager) {
            Object open = manager.getResource(OPEN);
            return open == null ? new Object() : open;
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return transaction instanceof String;
        }

        @Override
        protected Mono<Void> doBegin(
                TransactionSynchronizationManager manager, Object transaction, TransactionDefinition definition) {
            return Mono.fromRunnable(() -> manager.bindResource(OPEN, "transaction"));
        }

        @Override
        protected Mono<Object> doSuspend(TransactionSynchronizationManager manager, Object transaction) {
            return Mono.fromSupplier(() -> manager.unbindResource(OPEN));
        }

        @Override
        protected Mono<Void> doResume(
                TransactionSynchronizationManager manager, @Nullable Object transaction, Object suspended) {
            return Mono.fromRunnable(() -> manager.bindResource(OPEN, suspended));
        }

        @Override
        protected Mono<Void> doCommit(
                TransactionSynchronizationManager manager, GenericReactiveTransaction transaction) {
            return failure == null ? Mono.empty() : Mono.error(failure);
        }

        @Override
        protected Mono<Void> doRollback(
                TransactionSynchronizationManager manager, GenericReactiveTransaction transaction) {
            return Mono.empty();
        }

        @Override
        protected Mono<Void> doCleanupAfterCompletion(TransactionSynchronizationManager manager, Object transaction) {
            return Mono.fromRunnable(() -> manager.unbindResourceIfPossible(OPEN));
        }
    }

    private abstract static class OrderedListener implements TransactionSynchronization, Ordered {

        @Override
        public int getOrder() {
            return -1;
        }
    }

    private TransactionalOperator in(Consumer<DefaultTransactionDefinition> change) {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        change.accept(definition);
        return TransactionalOperator.create(manager, definition);
    }

    private TransactionalOperator in(int propagation) {
        return in(definition -> definition.setPropagationBehavior(propagation));
    }

    private <T> Mono<T> commit(Mono<T> work) {
        return in(definition -> {}).transactional(work);
    }

    /** What a call that is subscribed to here finds. */
    private Mono<OpenTransaction> open() {
        return Mono.deferContextual(context -> Mono.just(find(context)));
    }

    private OpenTransaction find(ContextView context) {
        return Objects.requireNonNull(SubscribedContext.inside(context, transactions::current));
    }

    private Mono<OpenTransaction> join(Recorded participant) {
        return open().doOnNext(open -> open.join(Recorded.class, () -> participant));
    }

    @Test
    void callOutsideOfAReactiveTransactionHasThatOfTheThread() {
        assertThat(transactions.current()).isSameAs(ofThread);
        assertThat(find(Context.empty())).isSameAs(ofThread);
        assertThat(find(Context.of("any", "other"))).isSameAs(ofThread);
        assertThat(in(TransactionDefinition.PROPAGATION_SUPPORTS)
                        .transactional(open())
                        .block())
                .isSameAs(ofThread);
        assertThat(transactions.onThread()).isSameAs(others);
    }

    @Test
    void allCallsOfATransactionShareIt() {
        List<OpenTransaction> seen = new ArrayList<>();
        Recorded participant = new Recorded();
        commit(join(participant).doOnNext(seen::add).then(open()).doOnNext(seen::add))
                .block();
        assertThat(seen.get(0)).isSameAs(seen.get(1)).isNotSameAs(ofThread);
        assertThat(seen.get(0).ended()).isTrue();
        assertThat(participant.seen()).containsExactly("committed");
    }

    @Test
    void nextTransactionIsAnotherOne() {
        assertThat(commit(open()).block()).isNotSameAs(commit(open()).block());
    }

    @Test
    void rollbackIsTold() {
        Recorded participant = new Recorded();
        assertThatThrownBy(() -> commit(join(participant).then(Mono.error(new IllegalStateException("work"))))
                        .block())
                .hasMessage("work");
        assertThat(participant.seen()).containsExactly("rolled back");
    }

    @Test
    void commitThatFailsIsToldAsUnknown() {
        Recorded participant = new Recorded();
        manager.failWith(new TransactionSystemException("lost"));
        assertThatThrownBy(() -> commit(join(participant)).block()).hasMessage("lost");
        assertThat(participant.seen()).containsExactly("unknown");
    }

    @Test
    void listenersOfTheCommitFindItToldAndNoTransaction() {
        Recorded participant = new Recorded();
        List<Object> seen = new ArrayList<>();
        OrderedListener listener = new OrderedListener() {
            @Override
            public Mono<Void> afterCommit() {
                return open().doOnNext(open -> {
                            seen.addAll(participant.seen());
                            seen.add(open);
                        })
                        .then();
            }
        };
        commit(TransactionSynchronizationManager.forCurrentTransaction()
                        .doOnNext(known -> known.registerSynchronization(listener))
                        .then(join(participant)))
                .block();
        assertThat(seen).containsExactly("committed", ofThread);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void transactionEndsForItsSubscriberWhenItsParticipantsHave(boolean commit) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        AtomicReference<@Nullable SignalType> seen = new AtomicReference<>();
        Mono<?> work = join(new Recorded(end));
        commit(commit ? work : work.then(Mono.error(new IllegalStateException("work"))))
                .onErrorResume(error -> Mono.empty())
                .doFinally(seen::set)
                .subscribe();
        assertThat(seen).hasNullValue();
        end.complete(null);
        assertThat(seen).hasValue(SignalType.ON_COMPLETE);
    }

    @Test
    void innerTransactionOfItsOwnSuspendsTheOuterOne() {
        Recorded outer = new Recorded();
        Recorded inner = new Recorded();
        List<OpenTransaction> seen = new ArrayList<>();
        commit(join(outer)
                        .doOnNext(seen::add)
                        .then(in(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                                .transactional(join(inner).doOnNext(seen::add)))
                        .doOnNext(open -> assertThat(outer.seen()).isEmpty())
                        .then(open())
                        .doOnNext(seen::add)
                        .then(in(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
                                .transactional(open().doOnNext(seen::add)))
                        .then(open())
                        .doOnNext(seen::add))
                .block();
        assertThat(seen.get(1)).isNotSameAs(seen.get(0));
        assertThat(seen.get(2)).isSameAs(seen.get(0));
        assertThat(seen.get(3)).isSameAs(ofThread);
        assertThat(seen.get(4)).isSameAs(seen.get(0));
        assertThat(inner.seen()).containsExactly("committed");
        assertThat(outer.seen()).containsExactly("committed");
    }

    @Test
    void propertiesOfTheTransactionAreThoseDeclared() {
        OpenTransaction plain = Objects.requireNonNull(commit(open()).block());
        assertThat(plain.readOnly()).isFalse();
        assertThat(plain.snapshot()).isFalse();
        OpenTransaction reading = Objects.requireNonNull(in(definition -> {
                    definition.setReadOnly(true);
                    definition.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
                })
                .transactional(open())
                .block());
        assertThat(reading.readOnly()).isTrue();
        assertThat(reading.snapshot()).isTrue();
    }

    @Test
    void contextIsThatOfTheInnermostCallOfThisThread() {
        Context outer = Context.of("a", 1);
        Context inner = Context.of("a", 2);
        List<@Nullable ContextView> seen = new ArrayList<>();
        SubscribedContext.inside(outer, () -> {
            SubscribedContext.inside(inner, () -> seen.add(SubscribedContext.current()));
            return seen.add(SubscribedContext.current());
        });
        seen.add(SubscribedContext.current());
        assertThat(seen).containsExactly(inner, outer, null);
        assertThatThrownBy(() -> SubscribedContext.inside(outer, () -> {
                    throw new IllegalStateException("work");
                }))
                .hasMessage("work");
        assertThat(SubscribedContext.current()).isNull();
    }

    @Test
    void springsTransactionsAreFoundIfItsSupportIsThere() {
        assertThat(Transactions.ofSpring()).isInstanceOf(ReactiveTransactions.class);
        assertThat(Transactions.ofSpring().onThread()).isInstanceOf(ThreadTransactions.class);
        assertThat(Transactions.ofSpring().current()).isNull();
        assertThat(Transactions.NONE.current()).isNull();
        assertThat(Transactions.NONE.onThread()).isSameAs(Transactions.NONE);
    }
}
