package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.PlainDriver;
import io.kvkit.codec.FaithfulCodec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.Releases;
import io.kvkit.codec.Releases.Change;
import io.kvkit.codec.ResultCodec;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.tck.VirtualTime;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two releases of an application read and fill the same entries for some time. */
class TwoReleasesTest {

    private static final int ROUNDS = 100;
    private static final PlainDriver PLAIN = new PlainDriver(Runnable::run);

    private final VirtualTime time = new VirtualTime();
    private final CacheScenario scenario = new CacheScenario(new InMemoryKvStore(time), time);
    private final AtomicInteger loads = new AtomicInteger();

    @AfterEach
    void nothingIsLeft() {
        scenario.end();
    }

    static Stream<Change> changes() {
        return Releases.bothWays();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void everyCallGetsAValueOfItsOwnRelease(Change change) throws Throwable {
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(get(change.old())).isEqualTo(change.old());
            Object next = get(change.next());
            assertThat(next).isInstanceOf(change.next().getClass());
            assertThat(next).isEqualTo(change.next());
        }
        assertThat(loads.get()).isLessThanOrEqualTo(change.forth() || change.back() ? 2 : 2 * ROUNDS);
    }

    private Object get(Object loaded) throws Throwable {
        ResultCodec codec = ResultCodec.of(new FaithfulCodec(new JacksonCodec()), loaded.getClass());
        CacheCall call = CacheCall.of(scenario.key, CacheScenario.SETTINGS, codec);
        return PLAIN.run(scenario.cache.guard(), call, args -> {
            loads.incrementAndGet();
            return loaded;
        });
    }
}
