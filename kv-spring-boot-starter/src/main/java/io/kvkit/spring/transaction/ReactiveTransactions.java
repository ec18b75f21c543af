package io.kvkit.spring.transaction;

import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.transaction.NoTransactionException;
import org.springframework.transaction.reactive.TransactionSynchronization;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/**
 * The transactions in the context of a subscription, or else those of another kind. Loaded only if Reactor and Spring's
 * transaction support are present.
 */
final class ReactiveTransactions implements Transactions {

    private static final Object KEY = OpenTransaction.class;

    private final Transactions others;

    ReactiveTransactions(Transactions others) {
        this.others = others;
    }

    @Override
    public @Nullable OpenTransaction current() {
        var context = SubscribedContext.current();
        if (context == null || context.isEmpty()) {
            return others.current();
        }
        OpenTransaction open = TransactionSynchronizationManager.forCurrentTransaction()
                .flatMap(manager -> Mono.justOrEmpty(of(manager)))
                .onErrorResume(NoTransactionException.class, none -> Mono.empty())
                .contextWrite(context)
                .toFuture()
                .getNow(null);
        return open == null ? others.current() : open;
    }

    @Override
    public List<OpenTransaction> unfinished() {
        return others.unfinished();
    }

    @Override
    public Transactions onThread() {
        return others;
    }

    @Override
    public Transactions around(Method method, Class<?> type) {
        return Propagations.joins(method, type) ? this : new Apart(this);
    }

    private static @Nullable OpenTransaction of(TransactionSynchronizationManager manager) {
        if (!manager.isActualTransactionActive() || !manager.isSynchronizationActive()) {
            return null;
        }
        return manager.getResource(KEY) instanceof OpenTransaction known
                ? ThreadTransactions.openOnly(known)
                : begin(manager);
    }

    private static OpenTransaction begin(TransactionSynchronizationManager manager) {
        OpenTransaction transaction = new OpenTransaction(
                manager.isCurrentTransactionReadOnly(),
                ThreadTransactions.isSnapshot(manager.getCurrentTransactionIsolationLevel()));
        manager.registerSynchronization(new Synchronization(manager, transaction));
        manager.bindResource(KEY, transaction);
        return transaction;
    }

    private record Synchronization(TransactionSynchronizationManager manager, OpenTransaction transaction)
            implements TransactionSynchronization, Ordered {

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }

        @Override
        public Mono<Void> suspend() {
            return Mono.fromRunnable(() -> {
                transaction.suspended();
                manager.unbindResourceIfPossible(KEY);
            });
        }

        @Override
        public Mono<Void> resume() {
            return Mono.fromRunnable(() -> manager.bindResource(KEY, transaction));
        }

        @Override
        public Mono<Void> afterCommit() {
            return Mono.defer(
                    () -> waited(transaction.end(Participant::committed).toCompletableFuture()));
        }

        @Override
        public Mono<Void> afterCompletion(int status) {
            return Mono.defer(() -> {
                manager.unbindResourceIfPossible(KEY);
                return waited(transaction.end(Ends.of(status, transaction)).toCompletableFuture());
            });
        }

        private static Mono<Void> waited(CompletableFuture<Void> end) {
            return Mono.fromFuture(end, true);
        }
    }
}
