package io.kvkit.meter;

import static io.kvkit.meter.MeterCell.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The hard bound of strict windows, against clients that choose their moments: at the ends of tenths and of windows, to
 * the microsecond, and when they were told that a permit is free. {@code -Dkvkit.limits.runs=20000} tries a million
 * schedules, {@code -Dkvkit.limits.seed} begins with another one.
 */
@Tag("slow")
class StrictWindowTest {

    private static final int SCHEDULES = 50 * Integer.getInteger("kvkit.limits.runs", 20);
    private static final long SEED = Long.getLong("kvkit.limits.seed", 20_261_130);
    private static final int CALLS = 60;
    // A tenth of some is no whole number of microseconds.
    private static final long[] WINDOWS_MICROS = {1_000, 1_003, 9_999, 1_000_000, 1_234_567, 60_000_000, 3_599_999_999L
    };
    private static final int[] LIMITS = {1, 2, 3, 7, 10, 11, 100};

    private record Grant(long at, long permits) {}

    @Test
    void noWindowHasMoreThanTheLimitWhateverClientsDo() {
        int full = 0;
        for (int i = 0; i < SCHEDULES; i++) {
            full += isEverFull(SEED + i) ? 1 : 0;
        }
        // Otherwise the bound would say nothing.
        assertThat(full).isGreaterThan(SCHEDULES / 2);
    }

    private static boolean isEverFull(long seed) {
        Random random = new Random(seed);
        long window = WINDOWS_MICROS[random.nextInt(WINDOWS_MICROS.length)];
        int limit = LIMITS[random.nextInt(LIMITS.length)];
        Meter meter = Meter.of(Band.of(Algorithm.STRICT_WINDOW, limit, Duration.ofNanos(window * 1_000)));
        List<Grant> grants = new ArrayList<>();
        MeterCell cell = new MeterCell();
        long now = MeterRandom.START + random.nextInt(1_000_000_000);
        for (int i = 0; i < CALLS; i++) {
            long cost = 1 + (random.nextInt(4) == 0 ? random.nextInt(limit) : 0);
            long count = random.nextInt(3) == 0 ? 1 + random.nextInt(limit) : limit;
            MeterReply reply = cell.apply(meter.take(KEY, cost, count), now);
            if (reply.granted() > 0) {
                grants.add(new Grant(now, reply.granted() * cost));
            }
            now += pause(random, window, meter, reply, now);
        }
        long most = most(grants, window);
        assertThat(most)
                .as("permits in a window of %d us, limit %d, seed %d", window, limit, seed)
                .isLessThanOrEqualTo(limit);
        return most == limit;
    }

    private static long pause(Random random, long window, Meter meter, MeterReply reply, long now) {
        long told = reply.retryAfterMicros() > 0 ? reply.retryAfterMicros() : window;
        long phase = meter.general(MeterTransition.Op.PEEK, KEY, 1, 1).phase() % window;
        long into = Math.floorMod((now - 1_735_689_600_000_000L + phase) * 10, window) / 10;
        long jump = switch (random.nextInt(8)) {
            case 0 -> told;
            case 1 -> window;
            case 2 -> window / 10 - into; // to the end of the tenth
            case 3 -> window - window / 10;
            case 4 -> random.nextLong(window);
            case 5 -> random.nextLong(window / 10 + 1);
            case 6 -> 0;
            default -> window + window / 10;
        };
        return Math.max(0, jump + random.nextInt(-1, 2));
    }

    /** Returns the most permits in any window, which has its begin and not its end. */
    private static long most(List<Grant> grants, long window) {
        long most = 0;
        long sum = 0;
        int first = 0;
        for (Grant grant : grants) {
            sum += grant.permits();
            while (grants.get(first).at() <= grant.at() - window) {
                sum -= grants.get(first++).permits();
            }
            most = Math.max(most, sum);
        }
        return most;
    }
}
