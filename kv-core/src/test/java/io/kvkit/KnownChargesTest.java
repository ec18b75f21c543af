package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.meter.Meter;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.KeyWriter;
import io.kvkit.recipe.ratelimit.Charge;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.Passage;
import io.kvkit.recipe.ratelimit.RateLimitResult;
import io.kvkit.recipe.ratelimit.RateLimitSettings;
import io.kvkit.recipe.ratelimit.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KnownChargesTest {

    private final AtomicInteger written = new AtomicInteger();
    private final NamedKeys keys = new NamedKeys(
            Area.RATE_LIMIT,
            Area.RATE_LIMIT.namespace("kv", "mail"),
            (area, key) -> {
                written.incrementAndGet();
                return KeyWriter.BASIC.text(area, key);
            },
            null);
    private final RateLimitSettings settings = settings(5);
    private final RateLimiter limiter = new RateLimiter(new InMemoryKvStore(), KvListeners.NONE);
    private final KnownCharges charges = new KnownCharges(limiter);

    private static RateLimitSettings settings(int limit) {
        Meter meter = Meter.of(Band.of(Algorithm.TOKEN_BUCKET, limit, Duration.ofHours(1)));
        return new RateLimitSettings("mail", meter, OnStoreFailure.CLOSED);
    }

    private Charge of(Object key) {
        return known(key).charge();
    }

    private Passage known(Object key) {
        return charges.of(key, settings, keys);
    }

    @Test
    void keyIsWrittenOnce() {
        for (Object key : List.of("ada", 1L, UUID.randomUUID())) {
            Passage first = known(key);
            assertThat(known(key)).isSameAs(first);
            assertThat(first.charge()).isEqualTo(new Charge("mail", keys.of(key), settings.meter(), 1));
            assertThat(first.pass()).matches(RateLimitResult::allowed);
        }
        assertThat(written).hasValue(6);
        assertThat(of(1).key()).isEqualTo(of("1").key()).isEqualTo(of(1L).key());
    }

    @Test
    void keyThatCanChangeIsWrittenEachTime() {
        List<Object> list = new ArrayList<>(List.of("a"));
        Charge before = of(list);
        list.add("b");
        assertThat(of(list).key()).isNotEqualTo(before.key());
        assertThatIllegalArgumentException().isThrownBy(() -> of(" "));
        assertThat(of(list)).isNotSameAs(of(list));
    }

    @Test
    void chargeFollowsTheSettings() {
        of("ada");
        RateLimitSettings others = settings(6);
        assertThat(charges.of("ada", others, keys).charge().meter()).isSameAs(others.meter());
        assertThat(of("ada").meter()).isSameAs(settings.meter());
    }

    @Test
    void numberOfChargesIsBounded() {
        for (long id = 0; id < 5L * KnownCharges.MOST; id++) {
            of(id);
            assertThat(charges.places()).isLessThanOrEqualTo(4 * KnownCharges.MOST);
        }
        String longKey = "x".repeat(201);
        assertThat(of(longKey)).isNotSameAs(of(longKey));
    }
}
