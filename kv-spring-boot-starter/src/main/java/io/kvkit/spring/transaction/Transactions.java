package io.kvkit.spring.transaction;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Finds the transaction around a call. Safe for use by several threads.
 *
 * <p>A transaction that begins within the call, such as that of {@code @Transactional} on the same method, is not
 * around it.
 */
public interface Transactions {

    /** No call is inside a transaction. */
    Transactions NONE = () -> null;

    /**
     * Returns the transaction around a call. Call it on the thread of the caller, or for a publisher at the
     * subscription.
     *
     * @return the transaction; null if there is none
     */
    @Nullable
    OpenTransaction current();

    /** Returns the transactions that a call can be inside of without being subscribed to. */
    default Transactions onThread() {
        return this;
    }

    /** Returns the transactions of this thread that have not ended, also those that are suspended. */
    default List<OpenTransaction> unfinished() {
        return List.of();
    }

    /** Returns the transactions that can undo the work of a method; none if it does its work in one of its own. */
    default Transactions around(Method method, Class<?> type) {
        return this;
    }

    /**
     * No call is inside a transaction, although its thread may have some.
     *
     * @param others the transactions of the thread
     */
    record Apart(Transactions others) implements Transactions {

        @Override
        public @Nullable OpenTransaction current() {
            return null;
        }

        @Override
        public List<OpenTransaction> unfinished() {
            return others.unfinished();
        }
    }

    /** Returns the transactions of Spring, or {@link #NONE} if Spring's transaction support is absent. */
    static Transactions ofSpring() {
        ClassLoader loader = Transactions.class.getClassLoader();
        if (!ClassUtils.isPresent("org.springframework.transaction.support.TransactionSynchronization", loader)) {
            return NONE;
        }
        return ClassUtils.isPresent("reactor.core.publisher.Mono", loader)
                ? new ReactiveTransactions(new ThreadTransactions())
                : new ThreadTransactions();
    }
}
