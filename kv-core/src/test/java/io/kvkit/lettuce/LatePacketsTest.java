package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimRecord;
import io.kvkit.claim.ClaimRecord.State;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was sent over a connection that is gone, and reaches the server when nobody waits for it any more. */
@Tag("slow")
@Timeout(180)
class LatePacketsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final byte[] VALUE = {1};

    private final RedisServer server = RedisServer.start();
    private final FaultProxy proxy = new FaultProxy(server.port());
    private final KvStore store = Connected.await(new LettuceKvStore(
            LettuceSettings.ofUri(proxy.uri()).timeout(Eventually.PATIENCE).build()));
    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);
    private final Key key = keys.key("a");

    @AfterEach
    void close() {
        store.close();
        proxy.close();
        server.close();
    }

    @Test
    void lostConnectionIsResetSoThatNothingMoreOfItIsSent() {
        proxy.fault(Fault.DROP_REPLIES);
        Eventually.until(() -> proxy.resets() > 0);
    }

    @Test
    void connectionOfAStoreThatIsClosedEndsInOrder() {
        CompletionStage<Void> last = store.set(key, VALUE, Ttl.NONE);
        store.close();
        assertThat(last).isNotNull();
        proxy.close();
        assertThat(proxy.resets()).isZero();
    }

    @Test
    void claimThatArrivesAfterItsReleaseWasAcknowledgedIsReleasedAgain() {
        Claims claims = new Claims(store, Timer.system("late-packets-test"));
        ClaimRequest twice = ClaimRequest.create(null, HOUR, HOUR);
        Failures.join(claims.claim(keys.key("script is known"), twice));
        Failures.join(claims.claim(keys.key("script is known"), twice));
        proxy.fault(Fault.KEEP);
        var claim = claims.claim(key, ClaimRequest.create(null, HOUR, HOUR));
        Eventually.until(proxy::keeps);
        proxy.cut();
        proxy.fault(Fault.NONE);
        assertThatThrownBy(() -> Failures.join(claim)).isInstanceOf(KvException.class);
        Connected.await(store);
        proxy.deliver();
        assertThat(record().state()).isEqualTo(State.PROCESSING);
        Eventually.until(() -> record().state() == State.FAILED);
        assertThat(Failures.join(claims.claim(key, ClaimRequest.create(null, HOUR, HOUR))))
                .isInstanceOf(Claimed.class);
    }

    private ClaimRecord record() {
        return ClaimRecord.read(Failures.join(store.get(key)));
    }
}
