package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What responses say about where cached results came from. */
abstract class CacheStatusHttpContract extends HttpContract {

    CacheStatusHttpContract(Stack stack) {
        super(stack, List.of(Catalog.class, Catalog.Loader.class), "kv.web.cache-status.enabled=true");
    }

    private String status(String path) {
        return http.get(path).send().hasStatus(200).header("Cache-Status");
    }

    @ParameterizedTest
    @CsvSource({"record, record", "future, future", "mono, mono", "service, loaded"})
    void statusSaysWhereTheResultCameFrom(String shape, String cache) {
        String path = "/" + shape + "/" + key;
        assertThat(status(path)).isEqualTo(cache + "; fwd=miss");
        assertThat(status(path)).isEqualTo(cache + "; hit; detail=store");
        assertThat(status(path)).isEqualTo(cache + "; hit; detail=" + (stack().onRedis() ? "store" : "near"));
    }

    @Test
    void callThatDoesNotAskTheCacheBypassesIt() {
        assertThat(status("/short/" + key)).isEqualTo("short; fwd=bypass");
    }

    @Test
    void responseWithoutACachedCallHasNone() {
        assertThat(http.post("/change/" + key).send().hasStatus(200).header("Cache-Status"))
                .isNull();
    }
}
