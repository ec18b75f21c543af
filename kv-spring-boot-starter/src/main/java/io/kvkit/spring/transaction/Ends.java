package io.kvkit.spring.transaction;

import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.springframework.transaction.support.TransactionSynchronization;

/** The ends of transactions by their status. Loaded only if Spring's transaction support is present. */
final class Ends {

    private Ends() {}

    /** Returns the end for a status; the constants of both kinds of synchronization have the same values. */
    static Function<Participant, CompletionStage<Void>> of(int status, OpenTransaction transaction) {
        return switch (status) {
            case TransactionSynchronization.STATUS_COMMITTED -> Participant::committed;
            case TransactionSynchronization.STATUS_ROLLED_BACK ->
                participant -> participant.rolledBack(transaction.suspensions() > 0);
            default -> Participant::unknown;
        };
    }
}
