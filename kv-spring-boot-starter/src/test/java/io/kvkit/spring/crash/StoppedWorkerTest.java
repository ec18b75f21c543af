package io.kvkit.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A process is asked to end while it does the work of a call, as by a rolling restart: it ends the call, and nobody waits
 * for its lease. {@code -Dkvkit.crash.restarts=20} restarts so often.
 */
@Tag("slow")
@Timeout(7_200)
class StoppedWorkerTest {

    private static final int RESTARTS = Integer.getInteger("kvkit.crash.restarts", 1);

    @Test
    void callsUnderWayEndBeforeTheirProcess() throws Exception {
        try (RedisServer redis = RedisServer.start();
                Witness witness = new Witness();
                WorkerProcess other = new WorkerProcess("other", redis.uri(), witness)) {
            Rounds.run(RESTARTS, round -> {
                try (WorkerProcess worker = new WorkerProcess("worker" + round, redis.uri(), witness)) {
                    stop(witness, worker.awaitReady(), other.awaitReady());
                }
            });
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
        var answer = answer(paid);
        answer(failed).ifPresent(error -> assertThat(error.statusCode()).isEqualTo(500));
        HttpResponse<String> again = other.call("/pay", well).join();
        answer.ifPresent(first -> assertThat(first.body()).isEqualTo(again.body()));
        assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        assertThat(other.call("/failing", badly).join().body()).isEqualTo("second attempt");
        assertThat(witness.sights("effect", well)).hasSize(1);
        end.join();
    }

    /** Tomcat counts a request as ended before it has sent the answer, and rarely closes the connection in between. */
    private static Optional<HttpResponse<String>> answer(CompletableFuture<HttpResponse<String>> call) {
        return call.handle((answer, lost) -> Optional.ofNullable(answer)).join();
    }
}
