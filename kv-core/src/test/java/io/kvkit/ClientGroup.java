package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.OpenFlights;
import io.kvkit.recipe.ratelimit.RateLimiterSettings;
import io.kvkit.store.KvException;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.Leftovers;
import io.kvkit.tck.StoreUnderTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A part of what a client promises, with a client on a fresh key space and a time at rest for each case. */
@Timeout(180)
abstract class ClientGroup {

    static final Duration MINUTE = Duration.ofMinutes(1);
    static final String HALF_A_SURROGATE = "key-\ud83d";

    private final List<ExecutorService> threads = new ArrayList<>();
    private final List<Cache> caches = new ArrayList<>();
    private Leftovers leftovers;

    StoreUnderTest under;
    FaultyKvStore store;
    KvClient client;

    /** Opens the store for one case. */
    abstract StoreUnderTest open();

    /** The names that a client knows. */
    Catalog catalog() {
        return Catalog.EMPTY;
    }

    /** The face of a client that is tested. */
    KvClient face(KvClient blocking) {
        return blocking;
    }

    @BeforeEach
    void build() {
        under = open();
        leftovers = new Leftovers(under.time());
        store = new FaultyKvStore(under.store());
        client = client(under.prefix());
    }

    @AfterEach
    void cleanUp() {
        threads.forEach(ExecutorService::shutdownNow);
        store.heal();
        nothingIsLeft();
        under.close();
    }

    private void nothingIsLeft() {
        leftovers.end(() -> client.exists("settled"));
        Eventually.asserted(() -> assertThat(caches)
                .as("caches with flights that are open when all calls have ended")
                .allMatch(cache -> OpenFlights.of(cache) == 0));
    }

    /** A client on the store of the case. */
    final KvClient client(String prefix) {
        KvClient blocking = KvClient.builder()
                .executor(ClientGroup::onAThreadOfItsOwn)
                .store(store)
                .keyPrefix(prefix)
                .catalog(catalog())
                .timer(under.time())
                .rateLimiting(RateLimiterSettings.DEFAULT.withTimeout(Eventually.PATIENCE))
                .build();
        caches.add(((BlockingKvClient) blocking).recipes().cache());
        return face(blocking);
    }

    /** Makes so many calls at the same moment. */
    final <T> List<Future<T>> atOnce(int calls, Callable<T> call) {
        ExecutorService pool = Executors.newFixedThreadPool(calls);
        threads.add(pool);
        CountDownLatch ready = new CountDownLatch(calls);
        List<Future<T>> running = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            running.add(begun(pool, () -> {
                ready.countDown();
                ready.await();
                return call.call();
            }));
        }
        return running;
    }

    private <T> Future<T> begun(ExecutorService pool, Callable<T> call) {
        CompletableFuture<T> running = leftovers.call(new CompletableFuture<>());
        pool.execute(() -> {
            try {
                running.complete(call.call());
            } catch (Throwable failure) {
                running.completeExceptionally(failure);
            }
        });
        return running;
    }

    /** Makes a call on another thread. */
    final <T> Future<T> aside(Callable<T> call) {
        return atOnce(1, call).get(0);
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static boolean isPermanent(KvException failure) {
        return failure.kind() == KvException.Kind.PERMANENT && failure.outcome() == KvException.Outcome.NOT_APPLIED;
    }

    // Work that blocks must not hold the few threads of the common pool: decisions need them.
    private static void onAThreadOfItsOwn(Runnable work) {
        Thread thread = new Thread(work, "work");
        thread.setDaemon(true);
        thread.start();
    }
}
