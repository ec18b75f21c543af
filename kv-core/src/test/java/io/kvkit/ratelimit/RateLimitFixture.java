package io.kvkit.ratelimit;

import io.kvkit.call.Failures;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A limiter in virtual time on a store that can fail, with a local one beside it. */
abstract class RateLimitFixture {

    static final Duration WINDOW = Duration.ofSeconds(10);
    static final Namespace KEYS = Namespace.of("test", "ratelimit", "calls", Key.Retention.KEPT);

    final VirtualTime time = new VirtualTime();
    final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    final RateLimiter limiter = new RateLimiter(shape(store), new InMemoryKvStore(time));

    /** How the limiter sees the store. */
    KvStore shape(KvStore whole) {
        return whole;
    }

    final RateLimitResult take(Charge... charges) {
        return take(OnStoreFailure.CLOSED, charges);
    }

    final RateLimitResult take(OnStoreFailure onStoreFailure, Charge... charges) {
        RateLimitCall call = new RateLimitCall(List.of(charges), onStoreFailure, RateLimitObserver.NONE);
        RateLimitResult now = limiter.takeNow(call);
        return now == null ? await(limiter.take(call)) : now;
    }

    final long remaining(Charge charge) {
        return await(limiter.peek(List.of(charge))).remaining();
    }

    static <T extends @Nullable Object> T await(CompletionStage<T> stage) {
        return Failures.join(stage);
    }

    static Charge charge(String name, String id, long limit) {
        return new Charge(name, KEYS.key(name + id), meter(limit), 1);
    }

    static Meter meter(long limit) {
        return Meter.of(Band.of(Algorithm.TOKEN_BUCKET, limit, WINDOW));
    }

    /** A store that never answers without a stage, as one with I/O. */
    static ForwardingKvStore remote(KvStore store) {
        return new ForwardingKvStore(store) {
            @Override
            public <R> @Nullable R applyNow(Key key, Transition<R> transition) {
                return null;
            }

            @Override
            public Set<Capability> capabilities() {
                return Set.of();
            }
        };
    }
}
