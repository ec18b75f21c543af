package io.kvkit.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The transaction of a thread, from its first call to its end. */
class ThreadTransactionsTest {

    private final Transactions transactions = new ThreadTransactions();
    private final Boundaries manager = new Boundaries();

    /** Transactions of nothing: only their boundaries matter. */
    @SuppressWarnings("serial") // a manager is Serializable for no reason here
    private static final class Boundaries extends AbstractPlatformTransactionManager {

        private final List<Object> open = new ArrayList<>();
        private @Nullable RuntimeException failure;

        Boundaries() {
            setNestedTransactionAllowed(true);
        }

        void failWith(RuntimeException broken) {
            failure = broken;
        }

        @Override
        protected Object doGetTransaction() {
            return open.isEmpty() ? new Boundary() : open.get(open.size() - 1);
        }

        @Override
        protected boolean isExistingTransaction(Object transaction) {
            return open.contains(transaction);
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            open.add(isExistingTransaction(transaction) ? new Boundary() : transaction);
        }

        @Override
        protected Object doSuspend(Object transaction) {
            return open.remove(open.size() - 1);
        }

        @Override
        protected void doResume(@Nullable Object transaction, Object suspended) {
            open.add(suspended);
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            // Nothing was done.
        }

        @Override
        protected void doSetRollbackOnly(DefaultTransactionStatus status) {
            // Nothing is done.
        }

        @Override
        protected void doCleanupAfterCompletion(Object transaction) {
            open.remove(open.size() - 1);
        }
    }

    private static final class Boundary implements SavepointManager {

        @Override
        public Object createSavepoint() {
            return new Object();
        }

        @Override
        public void rollbackToSavepoint(Object savepoint) {
            // Nothing was done.
        }

        @Override
        public void releaseSavepoint(Object savepoint) {
            // Nothing is held.
        }
    }

    private TransactionTemplate in(Consumer<DefaultTransactionDefinition> change) {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition();
        change.accept(definition);
        return new TransactionTemplate(manager, definition);
    }

    private TransactionTemplate in(int propagation) {
        return in(definition -> definition.setPropagationBehavior(propagation));
    }

    private void commit(Runnable work) {
        in(definition -> {}).executeWithoutResult(status -> work.run());
    }

    private OpenTransaction open() {
        return Objects.requireNonNull(transactions.current());
    }

    private void join(Recorded participant) {
        open().join(Recorded.class, () -> participant);
    }

    @AfterEach
    void nothingIsLeftOnTheThread() {
        TransactionSynchronizationManager.setActualTransactionActive(false);
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        assertThat(transactions.current()).isNull();
    }

    @Test
    void callOutsideOfATransactionHasNone() {
        assertThat(transactions.current()).isNull();
        in(TransactionDefinition.PROPAGATION_SUPPORTS)
                .executeWithoutResult(
                        status -> assertThat(transactions.current()).isNull());
    }

    @Test
    void transactionWhoseEndIsNotToldIsNone() {
        TransactionSynchronizationManager.setActualTransactionActive(true);
        assertThat(transactions.current()).isNull();
    }

    @Test
    void allCallsOfATransactionShareIt() {
        Recorded first = new Recorded();
        Recorded second = new Recorded();
        commit(() -> {
            OpenTransaction open = open();
            assertThat(transactions.current()).isSameAs(open);
            assertThat(open.join(Recorded.class, () -> first)).isSameAs(first);
            assertThat(open.join(Recorded.class, () -> second)).isSameAs(first);
            assertThat(open.ended()).isFalse();
        });
        assertThat(first.seen()).containsExactly("committed");
        assertThat(second.seen()).isEmpty();
    }

    @Test
    void participantThatJoinsAfterTheEndIsRolledBackAtOnce() {
        Recorded late = new Recorded();
        List<OpenTransaction> seen = new ArrayList<>();
        commit(() -> seen.add(open()));
        assertThat(seen.get(0).join(Recorded.class, () -> late)).isSameAs(late);
        assertThat(late.seen()).containsExactly("rolled back");
    }

    @Test
    void nextTransactionIsAnotherOne() {
        List<OpenTransaction> seen = new ArrayList<>();
        commit(() -> seen.add(open()));
        commit(() -> seen.add(open()));
        assertThat(seen.get(0)).isNotSameAs(seen.get(1));
        assertThat(seen).allMatch(OpenTransaction::ended);
    }

    @Test
    void rollbackIsTold() {
        Recorded participant = new Recorded();
        in(definition -> {}).executeWithoutResult(status -> {
            join(participant);
            status.setRollbackOnly();
        });
        assertThat(participant.seen()).containsExactly("rolled back");
    }

    @Test
    void commitThatFailsIsToldAsUnknown() {
        Recorded participant = new Recorded();
        manager.failWith(new TransactionSystemException("lost"));
        assertThatThrownBy(() -> commit(() -> join(participant))).hasMessage("lost");
        assertThat(participant.seen()).containsExactly("unknown");
    }

    @Test
    void commitIsToldEvenIfAnotherListenerFailsFirst() {
        Recorded participant = new Recorded();
        assertThatThrownBy(() -> commit(() -> {
                    join(participant);
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        @Override
                        public int getOrder() {
                            return Integer.MIN_VALUE;
                        }

                        @Override
                        public void afterCommit() {
                            throw new IllegalStateException("listener");
                        }
                    });
                }))
                .hasMessage("listener");
        assertThat(participant.seen()).containsExactly("committed");
    }

    @Test
    void listenersOfTheCommitFindItToldAndNoTransaction() {
        Recorded participant = new Recorded();
        List<String> seen = new ArrayList<>();
        commit(() -> {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public int getOrder() {
                    return -1;
                }

                @Override
                public void afterCommit() {
                    seen.addAll(participant.seen());
                    seen.add("transaction: " + transactions.current());
                }
            });
            join(participant);
        });
        assertThat(seen).containsExactly("committed", "transaction: null");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void transactionEndsForItsCallerWhenItsParticipantsHave(boolean commit) throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Waits.assertFor(
                end,
                () -> in(definition -> {}).execute(status -> {
                    join(new Recorded(end));
                    if (!commit) {
                        status.setRollbackOnly();
                    }
                    return true;
                }));
    }

    @Test
    void innerTransactionOfItsOwnSuspendsTheOuterOne() {
        Recorded outer = new Recorded();
        Recorded inner = new Recorded();
        commit(() -> {
            OpenTransaction open = open();
            join(outer);
            in(TransactionDefinition.PROPAGATION_REQUIRES_NEW).executeWithoutResult(status -> {
                assertThat(open()).isNotSameAs(open);
                join(inner);
            });
            assertThat(inner.seen()).containsExactly("committed");
            assertThat(outer.seen()).isEmpty();
            assertThat(open()).isSameAs(open);
            in(TransactionDefinition.PROPAGATION_NOT_SUPPORTED)
                    .executeWithoutResult(
                            status -> assertThat(transactions.current()).isNull());
            assertThat(open()).isSameAs(open);
        });
        assertThat(outer.seen()).containsExactly("committed");
    }

    @Test
    void rollbackToASavepointIsToldAndTheTransactionGoesOn() {
        Recorded participant = new Recorded();
        commit(() -> {
            join(participant);
            in(TransactionDefinition.PROPAGATION_NESTED).executeWithoutResult(status -> status.setRollbackOnly());
            assertThat(participant.seen()).containsExactly("partly rolled back");
            assertThat(open().ended()).isFalse();
        });
        assertThat(participant.seen()).containsExactly("partly rolled back", "committed");
    }

    @ParameterizedTest
    @CsvSource({
        TransactionDefinition.ISOLATION_DEFAULT + ", false",
        TransactionDefinition.ISOLATION_READ_UNCOMMITTED + ", false",
        TransactionDefinition.ISOLATION_READ_COMMITTED + ", false",
        TransactionDefinition.ISOLATION_REPEATABLE_READ + ", true",
        TransactionDefinition.ISOLATION_SERIALIZABLE + ", true"
    })
    void highIsolationReadsFromASnapshot(int isolation, boolean snapshot) {
        in(definition -> definition.setIsolationLevel(isolation))
                .executeWithoutResult(status -> assertThat(open().snapshot()).isEqualTo(snapshot));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void readOnlyIsWhatIsDeclared(boolean readOnly) {
        in(definition -> definition.setReadOnly(readOnly))
                .executeWithoutResult(status -> assertThat(open().readOnly()).isEqualTo(readOnly));
    }
}
