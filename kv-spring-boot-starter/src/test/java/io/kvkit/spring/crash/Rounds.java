package io.kvkit.spring.crash;

import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Rounds of a test with a process of its own each. While one waits for its leases to end, others start. */
final class Rounds {

    private static final int AT_A_TIME = 3;

    /** One round. */
    interface Round {
        void run(int number) throws Exception;
    }

    private Rounds() {}

    /** Does so many rounds, or ends when one has failed. */
    static void run(int count, Round round) throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_A_TIME);
        CompletionService<Integer> rounds = new ExecutorCompletionService<>(threads);
        try {
            for (int i = 0; i < count; i++) {
                int number = i;
                rounds.submit(() -> {
                    round.run(number);
                    return number;
                });
            }
            for (int i = 0; i < count; i++) {
                rounds.take().get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
