package io.kvkit.spring.crash;

import io.kvkit.tck.RedisServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A process is killed while calls stand at every point of their way, and another one gets their repetitions. {@code
 * -Dkvkit.crash.kills=100} kills so many.
 */
@Tag("slow")
@Timeout(7_200)
class KilledWorkerTest {

    private static final int KILLS = Integer.getInteger("kvkit.crash.kills", 1);

    @Test
    void everyCallRunsOnceOrIsTakenOverWhenItsLeaseHasEnded() throws Exception {
        try (RedisServer redis = RedisServer.start("--appendonly", "yes");
                Witness witness = new Witness();
                Clock clock = new Clock(redis.uri());
                WorkerProcess other = new WorkerProcess("other", redis.uri(), witness)) {
            Rounds.run(KILLS, round -> {
                try (WorkerProcess victim = new WorkerProcess("victim" + round, redis.uri(), witness)) {
                    new Death(witness, clock, victim.awaitReady(), other.awaitReady(), round).run();
                }
            });
        }
    }
}
