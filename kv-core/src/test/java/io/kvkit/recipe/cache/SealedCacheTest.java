package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.PlainDriver;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.codec.Compression;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.KvKeyring;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Ttl;
import io.kvkit.tck.VirtualTime;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sealed cache never serves what its keys have not sealed, and never fails a call. */
class SealedCacheTest {

    private static final PlainDriver PLAIN = new PlainDriver(Runnable::run);
    private static final ResultCodec TEXT = ResultCodec.of(new JacksonCodec(), String.class);
    private static final ResultCodec SEALED = TEXT.packed(
            Compression.NONE, KvKeyring.builder().key("k", new byte[32]).build());

    private final VirtualTime time = new VirtualTime();
    private final InMemoryKvStore store = new InMemoryKvStore(time);
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        scenario.end();
    }

    private @Nullable Object get(ResultCodec codec, String loaded) throws Throwable {
        CacheCall call = CacheCall.of(scenario.key, CacheScenario.SETTINGS, codec);
        return PLAIN.run(scenario.cache.guard(), call, args -> loaded);
    }

    @Test
    void plainTextIsNeitherServedNorKept() throws Throwable {
        get(TEXT, "planted");
        assertThat(get(SEALED, "own")).isEqualTo("own");
        assertThat(get(SEALED, "again")).isEqualTo("own");
        assertThat(scenario.events)
                .containsExactly(Outcome.MISS, Outcome.SEAL_BROKEN, Outcome.CORRUPT, Outcome.MISS, Outcome.HIT);
    }

    @Test
    void everyFlippedBitOfThePayloadIsAMissAndAnAlarm() throws Throwable {
        get(SEALED, "one");
        byte[] intact = Failures.join(store.get(scenario.key));
        for (int bit = ClaimRecord.read(intact).payloadOffset() * 8; bit < intact.length * 8; bit++) {
            byte[] damaged = intact.clone();
            damaged[bit / 8] ^= (byte) (1 << (bit % 8));
            Failures.join(store.set(scenario.key, damaged, Ttl.NONE));
            scenario.events.clear();
            assertThat(get(SEALED, "two")).isEqualTo("two");
            assertThat(scenario.events).containsExactly(Outcome.SEAL_BROKEN, Outcome.CORRUPT, Outcome.MISS);
        }
    }
}
