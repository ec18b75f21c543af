package io.kvkit.tck;

import io.kvkit.store.KvStore;

/** Waits for a store that connects in the background. */
public final class Connected {

    private Connected() {}

    /** Waits until the store can decide. */
    public static KvStore await(KvStore store) {
        Eventually.until(
                "connected to the server",
                () -> store.health().toCompletableFuture().join().up());
        return store;
    }
}
