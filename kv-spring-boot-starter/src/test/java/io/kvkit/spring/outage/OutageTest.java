package io.kvkit.spring.outage;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.BreakerState;
import io.kvkit.spring.outage.Outage.Keeps;
import io.kvkit.spring.outage.OutageRig.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers go away under load and come back: callers see what the policies promise, and nothing else. */
@Tag("slow")
@Timeout(300)
class OutageTest {

    private static final Pace PACE = new Pace(200, 600, 20);
    private static final int ENOUGH = 100;
    private static final double WELL = 0.95;

    // Keys that the load does not touch.
    private static final IntStreamOf CHANGED = () -> IntStream.range(1_000, 1_020);

    // A call takes at most twice the timeout of 250 ms; this is for a machine that is busy with other things.
    private static final Duration SLOWEST_AT_MOST = Duration.ofSeconds(30);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(60);

    private interface IntStreamOf {
        IntStream all();
    }

    @ParameterizedTest
    @EnumSource
    void outageShowsNothingButWhatThePoliciesPromise(Outage outage) {
        try (Site site = outage.site()) {
            OutageRig.play(site, PACE, rig -> {
                await("start", rig::isNormal);
                CHANGED.all().forEach(id -> assertThat(rig.shop.stock(id)).isEqualTo("none"));
                rig.load.start();
                await("load", () -> rig.payments.count() > ENOUGH && rig.events.count() > ENOUGH);
                List<String> payments = rig.payments.delivered();
                List<String> events = rig.events.delivered();
                site.replicate();

                site.begin();
                Map<String, CallStats> during = rig.load.nextPhase();
                CHANGED.all().forEach(id -> change(rig.shop, id));
                if (!outage.lasts().isZero()) {
                    await("circuit breaker", () -> rig.breaker() != BreakerState.CLOSED);
                }
                Awaitility.await()
                        .pollDelay(outage.lasts())
                        .atMost(outage.lasts().plus(BACK_WITHIN))
                        .until(() -> true);
                site.end();

                await("return to normal", rig::isNormal);
                awaitNormalLoad(rig.load);
                rig.load.end(BACK_WITHIN);

                assertThat(rig.load.unexpected()).isEmpty();
                assertThat(rig.givenUp()).isSubsetOf(site.lost());
                assertThat(during)
                        .allSatisfy((kind, stats) -> assertThat(stats.slowest()).isLessThan(SLOWEST_AT_MOST));
                if (!outage.lasts().isZero()) {
                    assertThat(rig.refusedAtOnce()).isGreaterThan(rig.waitedInVain());
                }
                await(
                        "all changes",
                        () -> CHANGED.all().allMatch(id -> rig.shop.stock(id).equals("changed")));
                assertOnce(rig.payments, outage.keeps(), payments);
                assertOnce(rig.events, outage.keeps(), events);
                assertThat(rig.takeovers()).isZero();
            });
        }
    }

    private static void change(OutageShop shop, int id) {
        shop.changeStock(id, "changed");
        shop.stockChanged(id);
    }

    // Claims of unknown outcome are freed within a second; until then their messages are refused.
    private static void awaitNormalLoad(Load load) {
        AtomicReference<Map<String, CallStats>> phase = new AtomicReference<>(load.nextPhase());
        await("calls that go well", () -> {
            var stats = phase.get().values();
            boolean enough = stats.stream().allMatch(kind -> kind.count() > ENOUGH);
            if (enough) {
                phase.set(load.nextPhase());
            }
            return enough && stats.stream().allMatch(kind -> kind.well() > WELL);
        });
    }

    private static void assertOnce(Deliveries deliveries, Keeps keeps, List<String> before) {
        await("delivery of all " + deliveries, deliveries::redeliver);
        assertRunsOnce(deliveries);
        deliveries.repeat(
                switch (keeps) {
                    case EVERYTHING -> deliveries.delivered();
                    case REPLICATED -> before;
                    case NOTHING -> List.of();
                });
        await("repeated delivery of known " + deliveries, deliveries::redeliver);
        assertRunsOnce(deliveries);
    }

    private static void assertRunsOnce(Deliveries deliveries) {
        assertThat(deliveries.delivered())
                .isNotEmpty()
                .allSatisfy(message ->
                        assertThat(deliveries.runs(message)).as(message).isOne());
    }

    private static void await(String what, Callable<Boolean> fact) {
        Awaitility.await(what)
                .atMost(BACK_WITHIN)
                .pollInterval(Duration.ofMillis(20))
                .until(fact);
    }
}
