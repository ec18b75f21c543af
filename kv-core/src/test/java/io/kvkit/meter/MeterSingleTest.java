package io.kvkit.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.CalendarWindow.Unit;
import io.kvkit.meter.MeterReply.BandLeft;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Takes of one step are answered as if they had been made one after the other. */
class MeterSingleTest {

    private static final int STEPS = 3_000;
    private static final Key KEY =
            Namespace.of("test", "ratelimit", "single", Key.Retention.KEPT).key("a");

    private static final Band BUCKET = Band.of(Algorithm.TOKEN_BUCKET, 7, Duration.ofSeconds(3), 20);
    private static final Band SLIDING = Band.of(Algorithm.SLIDING_WINDOW, 40, Duration.ofSeconds(7));
    private static final Band FIXED = Band.of(Algorithm.FIXED_WINDOW, 15, Duration.ofSeconds(2));
    private static final Band STRICT = Band.of(Algorithm.STRICT_WINDOW, 30, Duration.ofSeconds(5));
    private static final Band MINUTE = Band.calendar(100, new CalendarWindow(Unit.MINUTE, ZoneOffset.UTC));

    private final VirtualTime time = new VirtualTime();
    private final KvStore together = new InMemoryKvStore(time);
    private final KvStore oneByOne = new InMemoryKvStore(time);

    static List<Meter> meters() {
        return List.of(
                Meter.of(BUCKET),
                Meter.of(SLIDING),
                Meter.of(FIXED),
                Meter.of(STRICT),
                Meter.of(MINUTE),
                Meter.of(BUCKET, SLIDING, FIXED, STRICT, MINUTE));
    }

    @ParameterizedTest
    @MethodSource("meters")
    void repliesAreThoseOfTakesOneAfterTheOther(Meter meter) {
        Random random = new Random(7);
        long granted = 0;
        long refused = 0;
        for (int step = 0; step < STEPS; step++) {
            long cost = 1 + random.nextInt(3);
            int count = 1 + random.nextInt(8);
            MeterReply all = take(together, meter, cost, count);
            for (int place = 1; place <= count; place++) {
                MeterReply own = take(oneByOne, meter, cost, 1);
                assertSame(meter.single(all, cost, place), own);
                granted += own.granted();
                refused += 1 - own.granted();
            }
            time.advance(Duration.ofMillis(random.nextInt(1_500)));
        }
        assertThat(granted).isGreaterThan(STEPS / 10);
        assertThat(refused).isGreaterThan(STEPS / 10);
    }

    @Test
    void lastOfSeveralTakesHasTheReplyOfOneTake() {
        Meter meter = Meter.of(FIXED);
        MeterReply last = meter.single(take(together, meter, 2, 3), 2, 3);
        take(oneByOne, meter, 2, 1);
        take(oneByOne, meter, 2, 1);
        MeterReply own = take(oneByOne, meter, 2, 1);
        assertThat(last).isEqualTo(own).hasSameHashCodeAs(own).hasToString(own.toString());
        assertThat(own).isEqualTo(last);
    }

    private static void assertSame(MeterReply shared, MeterReply own) {
        assertThat(shared.granted()).isEqualTo(own.granted());
        assertThat(shared.refusingBand()).isEqualTo(own.refusingBand());
        assertThat(shared.nowMicros()).isEqualTo(own.nowMicros());
        assertThat(shared.retryAfterMicros()).isBetween(own.retryAfterMicros() - 1, own.retryAfterMicros() + 1);
        assertThat(shared.bands()).extracting(BandLeft::remaining).isEqualTo(remaining(own));
        for (int i = 0; i < own.bands().size(); i++) {
            long reset = own.bands().get(i).resetMicros();
            assertThat(shared.bands().get(i).resetMicros()).isBetween(reset - 1, reset + 1);
        }
    }

    private static List<Long> remaining(MeterReply reply) {
        return reply.bands().stream().map(BandLeft::remaining).toList();
    }

    private static MeterReply take(KvStore store, Meter meter, long cost, long count) {
        Meter dated = meter.on(store, KEY);
        return Objects.requireNonNull(store.applyNow(KEY, dated.take(KEY, cost, count)));
    }
}
