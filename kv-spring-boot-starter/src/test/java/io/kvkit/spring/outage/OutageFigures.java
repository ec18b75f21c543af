package io.kvkit.spring.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.BreakerState;
import io.kvkit.spring.outage.OutageRig.Pace;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Measures outages: what calls take while the store goes, while it is gone, and until it is back, and what memory a long
 * outage takes. It takes minutes and is not part of the build; docs/outages.md tells how to run it.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS)
class OutageFigures {

    private static final int KINDS = 8;
    private static final int PER_SECOND = Integer.getInteger("kv.outage.rate", 5_000);
    private static final Duration LASTS = Duration.parse(System.getProperty("kv.outage.duration", "PT5M"));
    private static final Duration WARM_UP = Duration.ofSeconds(10);
    private static final Duration ROUND = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long MOST_GROWTH = 50L << 20;

    @ParameterizedTest
    @EnumSource
    void timesOfAnOutage(Outage outage) {
        try (Site site = outage.site()) {
            OutageRig.play(site, new Pace(200, 2_000, 1_000), rig -> {
                Map<String, CallStats> before = warm(rig);
                Map<String, CallStats> going = rig.load.nextPhase();
                site.begin();
                Duration opening = time(() -> outage.lasts().isZero() || rig.breaker() != BreakerState.CLOSED);
                Map<String, CallStats> gone = rig.load.nextPhase();
                pass(outage.lasts());
                site.end();
                Map<String, CallStats> coming = rig.load.nextPhase();
                Duration back = time(rig::isNormal);
                rig.load.end(PATIENCE);
                report(outage + " before", before);
                report(outage + " going, " + opening.toMillis() + " ms", going);
                report(outage + " gone", gone);
                report(outage + " coming, normal after " + back.toMillis() + " ms", coming);
                assertThat(rig.load.unexpected()).isEmpty();
            });
        }
    }

    @Test
    void memoryOfALongOutage() {
        try (Site site = Outage.STOPPED.site()) {
            OutageRig.play(site, new Pace(PER_SECOND / KINDS, 3_000, 1_000_000), rig -> {
                report("long outage, before", warm(rig));
                long least = usedHeap();
                site.begin();
                long most = 0;
                for (long left = LASTS.toNanos(); left > 0; left -= ROUND.toNanos()) {
                    Map<String, CallStats> gone = rig.load.nextPhase();
                    pass(ROUND);
                    long used = usedHeap();
                    most = Math.max(most, used);
                    report("long outage, heap " + megabytes(used - least) + " MB more, shed " + rig.load.shed(), gone);
                }
                site.end();
                Duration back = time(rig::isNormal);
                rig.load.end(PATIENCE);
                say("long outage, normal after " + back.toMillis() + " ms, heap grew by at most "
                        + megabytes(most - least) + " MB from " + megabytes(least) + " MB");
                assertThat(rig.load.unexpected()).isEmpty();
                assertThat(most - least).isLessThan(MOST_GROWTH);
            });
        }
    }

    private static Map<String, CallStats> warm(OutageRig rig) {
        time(rig::isNormal);
        rig.load.start();
        pass(WARM_UP);
        Map<String, CallStats> warm = rig.load.nextPhase();
        pass(WARM_UP);
        return warm;
    }

    private static void pass(Duration time) {
        Awaitility.await().pollDelay(time).atMost(time.plus(PATIENCE)).until(() -> true);
    }

    private static Duration time(Callable<Boolean> fact) {
        long start = System.nanoTime();
        Awaitility.await()
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(fact);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static String megabytes(long bytes) {
        return Long.toString(Math.round((double) bytes / (1 << 20)));
    }

    private static void report(String phase, Map<String, CallStats> stats) {
        CallStats all = new CallStats();
        stats.values().forEach(all::add);
        say(phase + ": " + all);
        stats.forEach((kind, own) -> say("    " + kind + ": " + own));
    }

    @SuppressWarnings("SystemOut") // the figures are what this is for
    private static void say(String line) {
        System.out.println(line);
    }
}
