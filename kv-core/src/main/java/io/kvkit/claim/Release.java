package io.kvkit.claim;

import io.kvkit.call.Timer;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up in the background a claim that may or may not have been won, until that is acknowledged or the lease has
 * ended. Any verdict is an acknowledgement: a claim that was not carried out before this is not carried out after it,
 * because a store sends in order.
 */
final class Release {

    private static final Logger LOG = LoggerFactory.getLogger(Release.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Timer timer;
    private final Duration lease;
    private final Supplier<CompletionStage<FailReply>> fail;

    Release(Timer timer, long leaseMillis, Supplier<CompletionStage<FailReply>> fail) {
        this.timer = timer;
        this.lease = Duration.ofMillis(leaseMillis);
        this.fail = fail;
    }

    void start() {
        attempt(FIRST_PAUSE, Duration.ZERO);
    }

    // Waits are counted, calls are not: the store judges the lease, this only ends the effort.
    private void attempt(Duration pause, Duration waited) {
        fail.get().whenComplete((reply, failure) -> {
            if (failure == null) {
                return;
            }
            Duration total = waited.plus(pause);
            if (total.compareTo(lease) > 0) {
                LOG.debug("Gave up releasing a claim of unknown outcome; its lease ends by itself");
                return;
            }
            Duration doubled = pause.multipliedBy(2);
            Duration longer = doubled.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : doubled;
            timer.after(pause, () -> attempt(longer, total));
        });
    }
}
