package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.Claims;
import io.kvkit.claim.StoredEntry;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.util.concurrent.CompletionStage;

/**
 * Lets work with one key run until it has succeeded once, and answers later calls without running it.
 *
 * <p>The work counts as done only after it returned. A call owns its key by a lease that is renewed while it runs; a
 * second call meanwhile waits or is refused, and is never answered as if the work were done. A failure frees the key.
 * Work whose process died runs again at the next call once the lease has lapsed, so effects in foreign systems may then
 * happen twice: nothing in a store can rule that out. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Once once = new Once(store, timer, KvListeners.NONE);
 * OnceCall call = OnceCall.of(payments.key("4711"), new Duplicates.Replay(format), settings);
 * Object receipt = new PlainDriver(executor).run(once.guard(), call, args -> pay(order));
 * }</pre>
 */
public final class Once {

    private final KvStore store;
    private final OnceGuard guard;

    /** Makes the recipe on a store; the timer runs renewals, repetitions and waiting. */
    public Once(KvStore store, Timer timer, KvListeners listeners) {
        this.store = store;
        this.guard = new OnceGuard(
                new Claims(store, timer), timer, listeners, store.capabilities().contains(Capability.IMMEDIATE));
    }

    /** The guard of calls that run once. */
    public CallGuard<OnceCall> guard() {
        return guard;
    }

    /** Returns what is stored under a key, and changes nothing. The stage fails if the store fails. */
    public CompletionStage<StoredEntry> explain(Key key) {
        return Failures.caught(() -> store.get(key)).thenApply(bytes -> StoredEntry.of(bytes, store.nowMicros(key)));
    }
}
