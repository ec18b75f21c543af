package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.LogLines;
import io.kvkit.call.Failures;
import io.kvkit.codec.Codec;
import io.kvkit.codec.CodecException;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the log says about results that are not stored. */
class CacheLogTest {

    private static final CodecException REASON = new CodecException("Nothing is visible of", Object.class, null);
    private static final String LINE =
            "WARN Results of cache products are not stored: Nothing is visible of java.lang.Object";

    private final VirtualTime time = new VirtualTime();
    private final Cache cache = new Cache(new InMemoryKvStore(time), time, KvListeners.NONE);
    private final Key key =
            Namespace.of("test", "cache", "products", Key.Retention.EVICTABLE).key("1");
    private final LogLines log = LogLines.of(Cache.class);

    @AfterEach
    void close() {
        log.close();
    }

    private void put(String name, RuntimeException failure) {
        ResultCodec codec = ResultCodec.of(new Failing(failure), String.class);
        Failures.join(cache.put(CacheCall.of(key, CacheSettings.of(name, 60_000), codec), "one"));
    }

    @Test
    void resultsThatAreNotStoredAreOneLinePerCacheAndReason() {
        put("products", REASON);
        assertThat(log.written()).containsExactly(LINE);
        put("products", REASON);
        put("products", REASON);
        assertThat(log.written()).hasSize(1);
        put("prices", REASON);
        put("products", new CodecException("Nothing can be read of", Object.class, null));
        assertThat(log.written()).hasSize(3);
    }

    @Test
    void reasonThatWasForeseenIsNotRepeatedAtTheFirstResult() {
        cache.foresee("products", REASON);
        assertThat(log.written()).containsExactly(LINE);
        put("products", REASON);
        assertThat(log.written()).containsExactly(LINE);
    }

    @Test
    void messageOfAnApplicationsExceptionIsNotLoggedBecauseItMayContainAValue() {
        put("products", new IllegalStateException("card 4711"));
        assertThat(log.written())
                .containsExactly("WARN Results of cache products are not stored: java.lang.IllegalStateException");
    }

    @Test
    void conditionThatFailsIsLoggedToo() {
        CacheCall call = new CacheCall(
                key,
                CacheSettings.of("products", 60_000),
                ResultCodec.of(new JacksonCodec(), String.class),
                new CacheRules() {
                    @Override
                    public boolean isStorable(@Nullable Object result) {
                        throw new IllegalStateException("card 4711");
                    }
                });
        Failures.join(cache.put(call, "one"));
        assertThat(log.written())
                .containsExactly("WARN Results of cache products are not stored: java.lang.IllegalStateException");
    }

    private record Failing(RuntimeException failure) implements Codec {

        @Override
        public byte[] encode(Object value, Type type) {
            throw failure;
        }

        @Override
        public Object decode(byte[] bytes, Type type) {
            throw failure;
        }
    }
}
