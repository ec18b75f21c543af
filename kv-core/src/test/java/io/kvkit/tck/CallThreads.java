package io.kvkit.tck;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads for calls that may block, as many as are needed at once. */
final class CallThreads {

    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "call");
        thread.setDaemon(true);
        return thread;
    });

    private CallThreads() {}

    static void start(Runnable task) {
        THREADS.execute(task);
    }
}
