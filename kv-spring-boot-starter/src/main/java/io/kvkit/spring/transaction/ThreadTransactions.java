package io.kvkit.spring.transaction;

import io.kvkit.call.Failures;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The transactions that are bound to the thread of the caller. Loaded only if Spring's transaction support is present. */
final class ThreadTransactions implements Transactions {

    private static final Object KEY = OpenTransaction.class;

    // A suspended transaction is not bound to its thread, but goes on after the inner one.
    private static final ThreadLocal<@Nullable List<OpenTransaction>> BEGUN = new ThreadLocal<>();

    @Override
    public @Nullable OpenTransaction current() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()) {
            return null;
        }
        return TransactionSynchronizationManager.getResource(KEY) instanceof OpenTransaction known
                ? openOnly(known)
                : begin();
    }

    @Override
    public List<OpenTransaction> unfinished() {
        List<OpenTransaction> begun = BEGUN.get();
        return begun == null
                ? List.of()
                : begun.stream().filter(open -> !open.ended()).toList();
    }

    @Override
    public Transactions around(Method method, Class<?> type) {
        return Propagations.joins(method, type) ? this : new Apart(this);
    }

    /** Returns the transaction; null if it has ended, and only listeners for its commit still run. */
    static @Nullable OpenTransaction openOnly(OpenTransaction known) {
        return known.ended() ? null : known;
    }

    private static OpenTransaction begin() {
        OpenTransaction transaction = new OpenTransaction(
                TransactionSynchronizationManager.isCurrentTransactionReadOnly(),
                isSnapshot(TransactionSynchronizationManager.getCurrentTransactionIsolationLevel()));
        TransactionSynchronizationManager.registerSynchronization(new Synchronization(transaction));
        TransactionSynchronizationManager.bindResource(KEY, transaction);
        begun(transaction);
        return transaction;
    }

    private static void begun(OpenTransaction transaction) {
        List<OpenTransaction> begun = BEGUN.get();
        if (begun == null) {
            begun = new ArrayList<>(1);
            BEGUN.set(begun);
        }
        begun.removeIf(OpenTransaction::ended);
        begun.add(transaction);
    }

    private static void ended(OpenTransaction transaction) {
        List<OpenTransaction> begun = BEGUN.get();
        if (begun != null && begun.remove(transaction) && begun.isEmpty()) {
            BEGUN.remove();
        }
    }

    /** Returns whether an isolation level reads from a snapshot; the default level of a database is not known here. */
    static boolean isSnapshot(@Nullable Integer isolation) {
        return isolation != null && isolation >= TransactionDefinition.ISOLATION_REPEATABLE_READ;
    }

    // First, so that listeners for the commit find the caches changed.
    private record Synchronization(OpenTransaction transaction) implements TransactionSynchronization {

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public void suspend() {
            transaction.suspended();
            TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
        }

        @Override
        public void resume() {
            TransactionSynchronizationManager.bindResource(KEY, transaction);
        }

        @Override
        public void savepoint(Object savepoint) {
            transaction.savepoint(savepoint);
        }

        @Override
        public void savepointRollback(Object savepoint) {
            transaction.partlyRolledBack(savepoint);
        }

        @Override
        public void afterCommit() {
            Failures.join(transaction.end(Participant::committed));
        }

        // After a commit there is still work to do here if another synchronization has failed before this one.
        @Override
        public void afterCompletion(int status) {
            TransactionSynchronizationManager.unbindResourceIfPossible(KEY);
            ended(transaction);
            Failures.join(transaction.end(Ends.of(status, transaction)));
        }
    }
}
