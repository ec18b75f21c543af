package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.Claims;
import io.kvkit.claim.StoredEntry;
import io.kvkit.codec.Codec;
import io.kvkit.codec.FaithfulCodec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.util.concurrent.CompletionStage;

/**
 * Runs work once per key: the work runs until it has succeeded once, and later calls are answered without running it.
 *
 * <p>The work counts as done only after it returned. A call owns its key by a lease that is renewed while the call
 * runs. A second call in the meantime waits or is refused; it is never answered as if the work were done. A failure
 * frees the key. If the process dies, the next call after the end of the lease runs the work again. Effects in other
 * systems may then happen twice; no store can rule that out. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Once once = new Once(store, timer, KvListeners.NONE);
 * OnceCall call = OnceCall.of(payments.key("4711"), new Duplicates.Replay(format), settings);
 * Object receipt = new PlainDriver(executor).run(once.guard(), call, args -> pay(order));
 * }</pre>
 *
 * @since 0.1
 */
public final class Once {

    private final KvStore store;
    private final OnceGuard guard;

    /** Creates the recipe on a store. The timer runs renewals, repetitions and waits. */
    public Once(KvStore store, Timer timer, KvListeners listeners) {
        this(store, timer, listeners, new JacksonCodec());
    }

    /**
     * Creates the recipe on a store.
     *
     * @param timer runs renewals, repetitions and waits
     * @param codec writes the results of the steps of calls
     */
    public Once(KvStore store, Timer timer, KvListeners listeners, Codec codec) {
        this.store = store;
        this.guard = new OnceGuard(
                new Claims(store, timer),
                timer,
                listeners,
                new FaithfulCodec(codec),
                store.capabilities().contains(Capability.IMMEDIATE));
    }

    /** Returns the guard of calls that run once. It asks no reconciler. */
    public CallGuard<OnceCall> guard() {
        return guard;
    }

    /** Returns what is stored under a key, and changes nothing. The stage fails if the store fails. */
    public CompletionStage<StoredEntry> explain(Key key) {
        return Failures.caught(() -> store.get(key)).thenApply(bytes -> StoredEntry.of(bytes, store.nowMicros(key)));
    }
}
