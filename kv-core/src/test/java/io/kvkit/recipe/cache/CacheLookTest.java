package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.StoredEntry;
import io.kvkit.claim.StoredEntry.State;
import io.kvkit.claim.Token;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.KvException;
import io.kvkit.store.Ttl;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Looks at what is stored, which compute nothing and change nothing. */
class CacheLookTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);
    private final Cache cache = scenario.cache;

    @AfterEach
    void nothingIsLeft() {
        store.heal();
        scenario.end();
    }

    private StoredResult stored() {
        scenario.madeByHand(1);
        return Failures.join(cache.stored(scenario.call()));
    }

    private StoredEntry entry() {
        return Failures.join(cache.explain(scenario.call())).stored();
    }

    private Instant in(Duration life) {
        return Instant.EPOCH.plusNanos(time.micros() * 1_000).plus(life);
    }

    private void claimElsewhere() {
        Failures.join(new Claims(store, time).claim(scenario.key, ClaimRequest.refresh(Token.random(), 10_000)));
    }

    @Test
    void resultIsThereAsLongAsItIsFresh() {
        scenario.get(CallStyle.PLAIN, "one").join();
        assertThat(cache.value(scenario.call(), stored())).isEqualTo("one");
        assertThat(entry()).isEqualTo(new StoredEntry(State.STORED, in(Duration.ofMinutes(1))));
        time.advance(Duration.ofMinutes(1));
        assertThat(stored()).isNull();
    }

    @Test
    void resultOfAnotherTypeIsNone() {
        scenario.get(CallStyle.PLAIN, "one").join();
        CacheCall number =
                CacheCall.of(scenario.key, CacheScenario.SETTINGS, ResultCodec.of(new JacksonCodec(), Integer.class));
        assertThat(cache.value(number, stored())).isNull();
    }

    @Test
    void nothingIsThereBeforeTheFirstResult() {
        assertThat(stored()).isNull();
        assertThat(entry()).isEqualTo(new StoredEntry(State.NONE, null));
    }

    @Test
    void computationUnderWayIsNoResult() {
        claimElsewhere();
        assertThat(stored()).isNull();
        assertThat(entry()).isEqualTo(new StoredEntry(State.IN_PROGRESS, in(Duration.ofSeconds(10))));
    }

    @Test
    void foreignBytesAreNoResult() {
        Failures.join(store.set(scenario.key, new byte[] {1, 2, 3}, Ttl.NONE));
        assertThat(stored()).isNull();
        assertThat(entry()).isEqualTo(new StoredEntry(State.DAMAGED, null));
    }

    @Test
    void failureOfTheStoreIsPassedOn() {
        store.fail("get", Fault.REQUEST_LOST);
        assertThatThrownBy(this::stored).isInstanceOf(KvException.class);
        assertThatThrownBy(this::entry).isInstanceOf(KvException.class);
    }
}
