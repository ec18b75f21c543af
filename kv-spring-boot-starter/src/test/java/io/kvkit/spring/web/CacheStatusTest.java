package io.kvkit.spring.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.CacheEvent.Outcome;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CacheStatusTest {

    private final CacheStatus status = new CacheStatus();

    @Test
    void nothingIsSaidWithoutACall() {
        status.add("products", Outcome.REFRESH);
        assertThat(status.value()).isEmpty();
    }

    @Test
    void eachCacheIsNamedOnceForEachKindOfResult() {
        status.add("products", Outcome.NEAR_HIT);
        status.add("products", Outcome.NEAR_NULL_HIT);
        status.add("products", Outcome.MISS);
        status.add("prices", Outcome.STALE);
        assertThat(status.value())
                .isEqualTo("products; hit; detail=near, products; fwd=miss, prices; hit; detail=stale");
    }

    @Test
    void nameThatIsNoTokenIsQuoted() {
        status.add("7up", Outcome.JOINED);
        status.add("_x", Outcome.STORE_FAILURE);
        assertThat(status.value()).isEqualTo("\"7up\"; fwd=miss; collapsed, \"_x\"; fwd=bypass; detail=store-failure");
    }

    @Test
    void headerHasALimit() {
        IntStream.range(0, 1_000).forEach(i -> status.add("cache-" + i, Outcome.HIT));
        assertThat(status.value().split(",")).hasSize(16);
    }
}
