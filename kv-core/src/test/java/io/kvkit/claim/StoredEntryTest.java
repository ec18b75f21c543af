package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRequest.OnAbandoned;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StoredEntryTest {

    private static final long LEASE = 30_000;

    private final VirtualTime time = new VirtualTime();
    private final KvStore store = new InMemoryKvStore(time);
    private final Claims claims = new Claims(store, time);
    private final Key key =
            Namespace.of("test", "once", "orders", Retention.KEPT).key("1");

    private StoredEntry entry() {
        return StoredEntry.of(Failures.join(store.get(key)), store.nowMicros(key));
    }

    private static ClaimRequest request(Token token) {
        return ClaimRequest.create(token, null, LEASE, 600_000);
    }

    private void claim(ClaimRequest request) {
        Failures.join(claims.claim(key, request));
    }

    @Test
    void parkedClaimHasNotLapsed() {
        Token first = Token.random();
        claim(request(first).withMaxAttempts(1));
        Failures.join(claims.fail(key, first, 600_000));
        claim(request(Token.random()).withMaxAttempts(1));
        assertThat(entry()).isEqualTo(new StoredEntry(StoredEntry.State.PARKED, null));
    }

    @Test
    void claimOfUnknownOutcomeHasNotLapsed() {
        claim(request(Token.random()));
        time.advance(Duration.ofMillis(LEASE + 1));
        assertThat(entry().state()).isEqualTo(StoredEntry.State.LAPSED);
        claim(request(Token.random()).withOnAbandoned(OnAbandoned.HOLD));
        assertThat(entry()).isEqualTo(new StoredEntry(StoredEntry.State.UNDECIDED, null));
    }
}
