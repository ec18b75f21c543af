package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.VirtualTime;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Changes that calls do not ask of the store. */
class CacheCostTest {

    private final VirtualTime time = new VirtualTime();
    private final FaultyKvStore store = new FaultyKvStore(new InMemoryKvStore(time));
    private final CacheScenario scenario = new CacheScenario(store, time);

    @AfterEach
    void nothingIsLeft() {
        store.heal();
        scenario.end();
    }

    @Test
    void callThatFindsAClaimClaimsNothingItself() {
        scenario.get(CallStyle.STAGE, scenario.call(), CompletableFuture::new);
        assertThat(store.count("claim")).isEqualTo(1);
        scenario.get(CallStyle.STAGE, "waits");
        assertThat(store.count("claim")).isEqualTo(1);
    }

    @Test
    void updateWithAResultThatIsNotStoredOnlyInvalidates() {
        CacheCall call = new CacheCall(
                scenario.key, CacheScenario.SETTINGS, scenario.call().codec(), new CacheRules() {
                    @Override
                    public boolean isStorable(@Nullable Object result) {
                        return false;
                    }
                });
        Failures.join(scenario.cache.put(call, "secret"));
        assertThat(store.count("invalidate")).isEqualTo(1);
        assertThat(store.count("claim")).isZero();
    }

    @Test
    void updateOfAPresentResultClaimsOnce() {
        scenario.get(CallStyle.STAGE, "old").join();
        int before = store.count("claim");
        Failures.join(scenario.cache.put(scenario.call(), "new"));
        assertThat(store.count("claim") - before).isEqualTo(1);
        assertThat(store.count("invalidate")).isZero();
    }
}
