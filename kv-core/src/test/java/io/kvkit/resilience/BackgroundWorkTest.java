package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply.Done;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.HeldClaim;
import io.kvkit.claim.Token;
import io.kvkit.event.BreakerState;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is repeated in the background while the breaker is open: it neither keeps it open nor gets lost. */
@Tag("slow")
class BackgroundWorkTest {

    private static final int MANY = 3_000;
    private static final byte[] VALUE = {1};

    private final VirtualTime time = new VirtualTime();
    private final PuppetKvStore puppet = new PuppetKvStore();
    private final ResilientKvStore store = (ResilientKvStore) ResilientKvStore.around(
            puppet, ResilienceSettings.of(Duration.ofMillis(250)), time, time, KvListeners.NONE);

    @Test
    void removalsOfAnOutageAreMadeUpForAndDoNotKeepTheBreakerOpen() {
        List<Outcome> events = new ArrayList<>();
        Cache cache = new Cache(store, time, KvListeners.of(event -> {
            if (event instanceof CacheEvent told) {
                events.add(told.outcome());
            }
        }));
        for (int i = 0; i < MANY; i++) {
            Failures.join(puppet.set(key("c" + i), VALUE, Ttl.NONE));
        }
        outage();
        for (int i = 0; i < MANY; i++) {
            Failures.join(cache.invalidate(key("c" + i)));
        }
        time.advance(Duration.ofSeconds(30));
        assertThat(events).hasSize(MANY).containsOnly(Outcome.INVALIDATION_FAILED);
        assertThat(puppet.calls()).as("calls of half a minute").isLessThan(MANY + 50);
        puppet.answer();
        time.advance(Duration.ofSeconds(1));
        assertThat(store.breaker()).isEqualTo(BreakerState.CLOSED);
        assertThat(Failures.join(store.get(key("other")))).isNull();
        time.advance(Duration.ofSeconds(3));
        for (int i = 0; i < MANY; i++) {
            assertThat(Failures.join(puppet.get(key("c" + i)))).isNull();
        }
        time.advance(Duration.ofSeconds(1));
        assertThat(time.pending()).isZero();
    }

    @Test
    void resultOfACallThatEndedInAnOutageIsStoredAfterIt() {
        Claims claims = new Claims(store, time);
        ClaimRequest request = ClaimRequest.create(Token.random(), null, 30_000, 3_600_000);
        Failures.join(claims.claim(key("p"), request));
        HeldClaim held = HeldClaim.renewed(claims, time, key("p"), request, () -> {});
        outage();
        var stored = held.complete(
                new Completion(VALUE, 60_000, 60_000, 0, null, IfMissing.RECREATE), (reply, failure) -> {});
        assertThat(stored.toCompletableFuture()).isCompletedExceptionally();
        time.advance(Duration.ofSeconds(10));
        puppet.answer();
        time.advance(Duration.ofSeconds(2));
        var second = ClaimRequest.create(Token.random(), null, 30_000, 3_600_000);
        assertThat(Failures.join(claims.claim(key("p"), second))).isInstanceOf(Done.class);
    }

    private void outage() {
        puppet.failWith(Kind.TRANSIENT);
        for (int i = 0; i < 50 && store.breaker() == BreakerState.CLOSED; i++) {
            store.get(key("x"));
        }
        assertThat(store.breaker()).isEqualTo(BreakerState.OPEN);
    }

    private static Key key(String id) {
        return Namespace.of("t", "cache", "c", Retention.EVICTABLE).key(id);
    }
}
