package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What fences are worth when the clock of the store is set back, and when records go. */
class FenceTest {

    private static final long HOUR_MICROS = Duration.ofHours(1).toNanos() / 1_000;
    private static final Key KEY =
            Namespace.of("t", "lease", "client", Retention.KEPT).key("job");

    private final AtomicLong now = new AtomicLong(VirtualTime.START_MICROS);
    private final KvStore store = new InMemoryKvStore(now::get);

    @Test
    void fenceRisesAfterTheClockWasSetBackAsLongAsTheRecordIsThere() {
        long before = claimAndFail();
        now.addAndGet(-HOUR_MICROS);
        assertThat(claimAndFail()).isEqualTo(before + 1);
        assertThat(claimAndFail()).isEqualTo(before + 2);
    }

    @Test
    void fenceRisesAfterTheRecordIsGoneAsLongAsTheClockGoesOn() {
        long before = claimAndFail();
        Failures.join(store.delete(KEY));
        now.incrementAndGet();
        assertThat(claimAndFail()).isGreaterThan(before);
    }

    @Test
    void fenceIsNoHigherWhenTheRecordIsGoneAndTheClockWasSetBack() {
        long before = claimAndFail();
        Failures.join(store.delete(KEY));
        now.addAndGet(-HOUR_MICROS);
        assertThat(claimAndFail()).isEqualTo(now.get()).isLessThan(before);
    }

    private long claimAndFail() {
        Token token = Token.random();
        ClaimRequest request = ClaimRequest.create(token, null, 60_000, 60_000);
        ClaimReply reply = Failures.join(store.apply(KEY, ClaimTransitions.claim(request)));
        Failures.join(store.apply(KEY, ClaimTransitions.fail(token, 60_000)));
        return ((Claimed) reply).fence();
    }
}
