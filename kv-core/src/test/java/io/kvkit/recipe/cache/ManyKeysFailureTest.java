package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Removals of several keys that the store does not acknowledge, or not for all of them. */
class ManyKeysFailureTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore faulty = new FaultyKvStore(new InMemoryKvStore(time));
    private final Partly store = new Partly(faulty);
    private final CacheScenario scenario = new CacheScenario(store, time);
    private final Key other = scenario.key.namespace().key("other");

    @AfterEach
    void nothingIsLeft() {
        faulty.heal();
        scenario.end();
    }

    private void invalidateBoth() {
        Failures.join(scenario.cache.invalidate(List.of(scenario.key, other)));
    }

    @Test
    void lostBatchIsRepeatedKeyByKeyUntilTheStoreAcknowledgesIt() {
        scenario.get(CallStyle.PLAIN, "old").join();
        faulty.fail("applyAll", Fault.REQUEST_LOST);
        faulty.fail("invalidate", Fault.REQUEST_LOST);
        invalidateBoth();
        assertThat(scenario.events)
                .filteredOn(event -> event == Outcome.INVALIDATION_FAILED)
                .hasSize(2);
        assertThat(scenario.get(CallStyle.PLAIN, "meanwhile").join()).isEqualTo("meanwhile");
        int before = faulty.count("invalidate");
        time.advance(Duration.ofMillis(500));
        assertThat(faulty.count("invalidate") - before).isEqualTo(2);
        faulty.heal();
        time.advance(Duration.ofSeconds(1));
        assertThat(faulty.count("invalidate") - before).isEqualTo(4);
        assertThat(scenario.get(CallStyle.PLAIN, "new").join()).isEqualTo("new");
    }

    @Test
    void onlyTheKeysThatFailedAreRepeated() {
        store.refused = Set.of(other);
        invalidateBoth();
        assertThat(scenario.events)
                .filteredOn(event -> event == Outcome.INVALIDATION_FAILED)
                .hasSize(1);
        time.advance(Duration.ofSeconds(1));
        assertThat(faulty.count("invalidate")).isOne();
    }

    @Test
    void batchWhoseReplyIsLostIsSentOnceMore() {
        faulty.failNext(1, "applyAll", Fault.REPLY_LOST);
        invalidateBoth();
        assertThat(faulty.count("applyAll")).isEqualTo(2);
        assertThat(scenario.events).isEmpty();
    }

    @Test
    void batchThatReachedItsDeadlineIsNotSentAgainButRepeatedInTheBackground() {
        faulty.failNext(1, "applyAll", Fault.REPLY_LATE);
        invalidateBoth();
        assertThat(faulty.count("applyAll")).isOne();
        time.advance(Duration.ofSeconds(1));
        assertThat(faulty.count("invalidate")).isEqualTo(2);
    }

    /** Refuses some keys of a batch. */
    private static final class Partly extends ForwardingKvStore {

        private Set<Key> refused = Set.of();

        Partly(KvStore store) {
            super(store);
        }

        @Override
        public <R> CompletionStage<Batch<Key, R>> applyAll(Map<Key, ? extends Transition<? extends R>> transitions) {
            Map<Key, Transition<? extends R>> rest = new HashMap<>(transitions);
            Set<Key> failing = new HashSet<>(refused);
            rest.keySet().removeAll(failing);
            return super.<R>applyAll(rest).thenApply(batch -> {
                Map<Key, KvException> failures = new HashMap<>(batch.failures());
                failing.forEach(key -> failures.put(key, KvException.permanent("applyAll", key, "the test refuses")));
                return new Batch<>(batch.values(), failures);
            });
        }
    }
}
