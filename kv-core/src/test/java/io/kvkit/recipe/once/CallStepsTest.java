package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.HeldClaim;
import io.kvkit.codec.RawCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Steps whose notes are intact, but were not written as notes. */
class CallStepsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);

    private final VirtualTime time = new VirtualTime();
    private final Key key =
            Namespace.of("test", "idempotency", "raw", Retention.KEPT).key("key");
    private final OnceCall call = OnceCall.of(
            key,
            new Duplicates.Skip(() -> null),
            OnceSettings.idempotency(LEASE, Duration.ofDays(1), OnStoreFailure.FAIL));
    private final HeldClaim held = HeldClaim.unrenewed(
            new Claims(new InMemoryKvStore(time), time),
            time,
            key,
            ClaimRequest.create(null, LEASE, Duration.ofDays(1)),
            () -> {});

    // Nothing, lengths that are negative or too long, and the start of a length.
    static Stream<byte @Nullable []> payloads() {
        return Stream.of(null, new byte[] {-1, 0, 0, 0}, new byte[] {127, -1, -1, -1}, new byte[] {0, 0});
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void notesThatCannotBeReadLeaveTheOutcomeUnknown(byte @Nullable [] payload) {
        byte[] stored = RecordBinding.ofSteps(call).bound(payload);
        CallSteps steps = new CallSteps(call, held, RawCodec.BYTES, stored, new OnceReport(KvListeners.NONE));
        assertThatThrownBy(() -> steps.step("charge", String.class, () -> "done twice"))
                .isInstanceOf(OutcomeUnknownException.class);
    }
}
