package io.kvkit.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A process is asked to end while it does the work of a call, as by a rolling restart: it ends the call, and nobody waits
 * for its lease. {@code -Dkvkit.crash.restarts=20} restarts so often.
 */
@Tag("slow")
@Timeout(1_200)
class StoppedWorkerTest {

    private static final int RESTARTS = Integer.getInteger("kvkit.crash.restarts", 1);

    @Test
    void callsUnderWayEndBeforeTheirProcess() {
        try (RedisServer redis = RedisServer.start();
                Witness witness = new Witness();
                WorkerProcess other = new WorkerProcess("other", redis.uri(), witness)) {
            for (int i = 0; i < RESTARTS; i++) {
                try (WorkerProcess worker = new WorkerProcess("worker" + i, redis.uri(), witness)) {
                    stop(witness, worker.awaitReady(), other.awaitReady());
                }
            }
        }
    }

    private static void stop(Witness witness, WorkerProcess worker, WorkerProcess other) {
        String well = worker.name() + "-well";
        String badly = worker.name() + "-badly";
        var paid = worker.callUntil("worked", "/pay", well);
        var failed = worker.callUntil("effect", "/failing", badly);
        var end = CompletableFuture.runAsync(worker.process()::stop);
        Eventually.until(worker.name() + " takes no more calls", () -> !worker.isReady());
        witness.release(worker.name(), "worked", well);
        witness.release(worker.name(), "effect", badly);
        HttpResponse<String> answer = paid.join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(failed.join().statusCode()).isEqualTo(500);
        assertThat(other.call("/pay", well).join().body()).isEqualTo(answer.body());
        assertThat(other.call("/failing", badly).join().body()).isEqualTo("second attempt");
        assertThat(witness.sights("effect", well)).hasSize(1);
        end.join();
    }
}
