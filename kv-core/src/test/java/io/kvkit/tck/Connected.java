package io.kvkit.tck;

import io.kvkit.store.KvStore;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Waits for a store that connects in the background. */
public final class Connected {

    private Connected() {}

    /** Waits until the store can decide. */
    public static KvStore await(KvStore store) {
        Awaitility.await("connected to the server")
                .atMost(Duration.ofSeconds(20))
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> store.health().toCompletableFuture().join().up());
        return store;
    }
}
