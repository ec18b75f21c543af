package io.kvkit.recipe.once;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.claim.ResolveReply;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Decisions about records that change while they are decided about. */
class OnceDecisionsTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Duration DAY = Duration.ofDays(1);

    private final VirtualTime time = new VirtualTime();
    private final KvStore store = new InMemoryKvStore(time);
    private final Claims claims = new Claims(store, time);
    private final Key key =
            Namespace.of("test", "idempotency", "calls", Key.Retention.KEPT).key("1");

    private OnceDecisions after(Runnable look) {
        KvStore looked = new ForwardingKvStore(store) {
            @Override
            public CompletionStage<byte @Nullable []> get(Key at) {
                return super.get(at).thenApply(bytes -> {
                    look.run();
                    return bytes;
                });
            }
        };
        return new Once(looked, time, KvListeners.NONE).decisions();
    }

    private Claimed claim(ClaimRequest request) {
        return (Claimed) Failures.join(claims.claim(key, request));
    }

    @Test
    void keyThatEndedMeanwhileIsNotTaken() {
        ClaimRequest request = ClaimRequest.create(null, LEASE, DAY);
        long fence = claim(request).fence();
        time.advance(LEASE);
        OnceDecisions decisions = after(() -> claims.invalidate(key, null));
        assertThat(Failures.join(decisions.runOnceMore(key, fence, DAY))).isEqualTo(ResolveReply.STALE);
        assertThat(claim(ClaimRequest.create(null, LEASE, DAY)).attempt()).isOne();
        assertThat(time.pending()).isZero();
    }
}
