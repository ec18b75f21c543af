package io.kvkit.claim;

import io.kvkit.call.Timer;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Starts the heartbeats of claims.
 *
 * @param renewals sends renewals together; null to send each at once
 */
record Beats(KvStore store, Timer timer, @Nullable Renewals renewals) {

    /** Renews a claim at a third of its lease, for at most some time. */
    Heartbeat start(Key key, ClaimRequest request, Duration longest, Runnable onLost) {
        Duration lease = Duration.ofMillis(request.leaseMillis());
        return Heartbeat.start(timer, lease, longest, () -> renew(key, request), onLost);
    }

    private CompletionStage<Boolean> renew(Key key, ClaimRequest request) {
        RenewTransition step = new RenewTransition(request.token(), request.leaseMillis(), request.retentionMillis());
        return renewals == null ? store.apply(key, step) : renewals.renew(key, step);
    }
}
