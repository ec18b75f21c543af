package io.kvkit.benchmarks;

import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The application on the embedded store, whose payments are forgotten between invocations.
 *
 * <p>The store holds so many records and refuses more: a loop of first calls would fill it.
 */
public class FreshMemory extends OnMemory {

    private static final Namespace PAYMENTS =
            Namespace.of(BenchmarkApplication.PREFIX, "idempotency", "payments", Key.Retention.KEPT);

    /** Removes all payments, outside of the measured time. */
    @TearDown(Level.Invocation)
    public void forget() {
        KvStore store = running.store();
        List<Key> keys = store.scan(PAYMENTS.start(), Integer.MAX_VALUE).toCompletableFuture().join().stream()
                .map(text -> PAYMENTS.literalKey(text.substring(PAYMENTS.start().length())))
                .toList();
        store.deleteMany(keys).toCompletableFuture().join();
    }
}
