package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.event.RateLimitEvent.DecidedBy;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.store.KvException;
import io.kvkit.tck.FaultyKvStore;
import io.kvkit.tck.FaultyKvStore.Fault;
import io.kvkit.tck.RemoteKvStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of {@link KvClient#rateLimit(String, int, Duration)} while the store fails. */
class RateLimitOutageTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final FaultyKvStore faulty = new FaultyKvStore(new InMemoryKvStore());
    private final RemoteKvStore store = new RemoteKvStore(faulty);

    @Test
    void clientLimitsInThisJvmAloneWhileTheStoreFails() {
        try (KvClient client = KvClient.builder().store(store).build()) {
            faulty.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
            assertThat(client.rateLimit("mail", 1, HOUR).decidedBy()).isEqualTo(DecidedBy.LOCAL);
            assertThat(client.rateLimit("mail", 1, HOUR).allowed()).isFalse();
            faulty.heal();
            assertThat(client.rateLimit("mail", 1, HOUR).decidedBy()).isEqualTo(DecidedBy.STORE);
        }
    }

    @Test
    void clientPassesOrFailsIfItWasToldTo() {
        faulty.fail(FaultyKvStore.ALL, Fault.REQUEST_LOST);
        try (KvClient open = KvClient.builder()
                .sharedStore(store)
                .onRateLimitFailure(OnStoreFailure.OPEN)
                .build()) {
            assertThat(open.rateLimit("mail", 1, HOUR).allowed()).isTrue();
            assertThat(open.rateLimit("mail", 1, HOUR).allowed()).isTrue();
        }
        try (KvClient closed = KvClient.builder()
                .sharedStore(store)
                .onRateLimitFailure(OnStoreFailure.CLOSED)
                .build()) {
            assertThatExceptionOfType(KvException.class).isThrownBy(() -> closed.rateLimit("mail", 1, HOUR));
        }
    }
}
