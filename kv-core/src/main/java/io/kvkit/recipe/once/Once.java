package io.kvkit.recipe.once;

import io.kvkit.call.CallGuard;
import io.kvkit.call.Quietly;
import io.kvkit.call.Timer;
import io.kvkit.claim.Claims;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;

/**
 * Lets work with one key run until it has succeeded once, and answers later calls without running it.
 *
 * <p>The work counts as done only after it returned. A call owns its key by a lease that is renewed while it runs; a second
 * call meanwhile waits or is refused, and is never answered as if the work were done. A failure frees the key. Work whose
 * process died runs again at the next call once the lease has lapsed, so effects in foreign systems may then happen twice:
 * nothing in a store can rule that out. Instances are safe for use by several threads.
 *
 * <pre>{@code
 * Once once = new Once(store, timer, OnceObserver.NONE);
 * OnceCall call = OnceCall.of(payments.key("4711"), new Duplicates.Replay(format), settings);
 * Object receipt = PlainDriver.run(once.guard(), call, () -> pay(order));
 * }</pre>
 */
public final class Once {

    private final OnceGuard guard;

    /** Makes the recipe on a store; the timer runs renewals, repetitions and waiting. */
    public Once(KvStore store, Timer timer, OnceObserver observer) {
        OnceObserver heard = (outcome, key) -> Quietly.tell(() -> observer.observed(outcome, key));
        this.guard = new OnceGuard(
                new Claims(store, timer), timer, heard, store.capabilities().contains(Capability.IMMEDIATE));
    }

    /** The guard of calls that run once. */
    public CallGuard<OnceCall> guard() {
        return guard;
    }
}
