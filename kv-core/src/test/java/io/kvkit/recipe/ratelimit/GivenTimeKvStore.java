package io.kvkit.recipe.ratelimit;

import io.kvkit.meter.LongLived;
import io.kvkit.meter.MeterReply;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.kvkit.store.Transition;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.ForwardingKvStore;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A store on servers by whose clock of the test limits count: records outlive every pause of the machine. It counts the
 * steps of limits that it sends.
 */
final class GivenTimeKvStore extends ForwardingKvStore {

    private final AtomicLong steps = new AtomicLong();

    GivenTimeKvStore(KvStore store, MicroClock clock) {
        super(new ClockedKvStore(store, clock));
    }

    /** Returns how many steps of limits were sent. */
    long steps() {
        return steps.get();
    }

    @Override
    @SuppressWarnings("unchecked") // the scripts of limits reply nothing else
    public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
        String script = transition.script().name();
        if (!script.equals("meter") && !script.equals("bucket")) {
            return super.apply(key, transition);
        }
        steps.incrementAndGet();
        return super.apply(key, (Transition<R>) new LongLived((Transition<MeterReply>) transition));
    }

    @Override
    public KvStore withTimeout(java.time.Duration timeout) {
        return this;
    }
}
