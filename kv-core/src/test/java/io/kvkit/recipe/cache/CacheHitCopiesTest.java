package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kvkit.call.PlainDriver;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.recipe.cache.near.NearSettings.Mode;
import io.kvkit.store.Key;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A hit copies its value once, out of the store's bytes. */
class CacheHitCopiesTest {

    private static final int MEGABYTE = 1 << 20;
    private static final Key KEY =
            Namespace.of("test", "cache", "copies", Key.Retention.EVICTABLE).key("1");

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final PlainDriver driver = new PlainDriver(Runnable::run);

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(new byte[MEGABYTE], byte[].class), Arguments.of("x".repeat(MEGABYTE), String.class));
    }

    @ParameterizedTest
    @MethodSource("values")
    void hitAllocatesItsValueOnce(Object value, Class<?> type) throws Throwable {
        VirtualTime time = new VirtualTime();
        try (InMemoryKvStore store = new InMemoryKvStore(time);
                Cache cache = new Cache(store, time, KvListeners.NONE)) {
            CacheSettings settings =
                    CacheSettings.of("copies", 60_000).withNear(NearSettings.BUILT_IN.withMode(Mode.OFF));
            var call = CacheCall.of(KEY, settings, ResultCodec.of(new JacksonCodec(), type));
            driver.run(cache.guard(), call, args -> value);
            hit(cache, call);
            long before = threads.getCurrentThreadAllocatedBytes();
            Object hit = hit(cache, call);
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(hit).isEqualTo(value);
            assertThat(allocated).isBetween((long) MEGABYTE, MEGABYTE + MEGABYTE / 2L);
        }
    }

    private Object hit(Cache cache, CacheCall call) throws Throwable {
        return driver.run(cache.guard(), call, args -> {
            throw new AssertionError("no hit");
        });
    }
}
