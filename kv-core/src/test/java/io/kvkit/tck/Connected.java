package io.kvkit.tck;

import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;

/** Waits for a store that connects in the background. */
public final class Connected {

    private Connected() {}

    /** Waits until the store can decide about every key. */
    public static KvStore await(KvStore store) {
        Eventually.until(
                "connected to the server",
                () -> isWhole(store.health().toCompletableFuture().join()));
        return store;
    }

    private static boolean isWhole(StoreHealth health) {
        return health.up() && !health.degraded();
    }
}
