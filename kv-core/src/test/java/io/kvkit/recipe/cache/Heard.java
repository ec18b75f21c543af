package io.kvkit.recipe.cache;

import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Signals.Listener;
import io.kvkit.store.Signals.Subscription;
import io.kvkit.tck.Eventually;

/** How much a process has heard of the changes of the cache's keys. */
final class Heard {

    private final Subscription subscription;

    Heard(KvStore store) {
        this.subscription = store.signals()
                .orElseThrow()
                .listen(CacheOnRedis.key("any").namespace(), new Listener() {
                    @Override
                    public void changed(Key key) {}

                    @Override
                    public void anythingChanged() {}
                });
    }

    long silenceNanos() {
        return subscription.silenceNanos();
    }

    /** Returns whether the process has heard of all changes up to a moment. */
    boolean isUpTo(long moment) {
        long now = System.nanoTime();
        return subscription.silenceNanos() < now - moment;
    }

    /** Waits until the process has heard of all changes up to a moment. */
    void awaitUpTo(long moment) {
        Eventually.until("signals up to a moment", () -> isUpTo(moment));
    }
}
