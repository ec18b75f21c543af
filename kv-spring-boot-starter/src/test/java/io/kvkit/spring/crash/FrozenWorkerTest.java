package io.kvkit.spring.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.RedisServer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;

/** A process stands still, or loses replies of the store or its client, while it does the work of a call. */
@Tag("slow")
@Timeout(300)
@TestInstance(Lifecycle.PER_CLASS)
class FrozenWorkerTest {

    private final RedisServer redis = RedisServer.start("--appendonly", "yes");
    private final FaultProxy proxy = new FaultProxy(redis.port());
    private final Witness witness = new Witness();

    @SuppressWarnings("NullAway.Init")
    private WorkerProcess worker;

    @SuppressWarnings("NullAway.Init")
    private WorkerProcess other;

    @BeforeAll
    void start() {
        worker = new WorkerProcess("worker", proxy.uri(), witness);
        other = new WorkerProcess("other", redis.uri(), witness);
        worker.awaitReady();
        other.awaitReady();
    }

    @AfterAll
    void close() {
        worker.close();
        other.close();
        witness.close();
        proxy.close();
        redis.close();
    }

    private HttpResponse<String> release(CompletableFuture<HttpResponse<String>> call, String point, String key) {
        witness.release("worker", point, key);
        return call.join();
    }

    /** Repeats a call until no other one is in progress: what the store has not answered is repeated in the background. */
    private static HttpResponse<String> repeated(WorkerProcess process, String path, String key) {
        while (true) {
            HttpResponse<String> answer = process.call(path, key).join();
            if (!WorkerProcess.isInProgress(answer)) {
                return answer;
            }
        }
    }

    @BeforeEach
    void awaitStore() {
        Eventually.until("the store of the worker", worker::isReady);
    }

    private void assertReplayed(String path, String key, HttpResponse<String> first) {
        for (WorkerProcess process : List.of(worker, other)) {
            HttpResponse<String> again = repeated(process, path, key);
            assertThat(again.statusCode()).as(again.body()).isEqualTo(first.statusCode());
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("Idempotent-Replayed")).hasValue("true");
        }
    }

    private void assertRanOnce(String key) {
        assertThat(witness.sights("effect", key)).extracting(Sight::attempt).containsExactly(1);
    }

    @Test
    void ownerThatStandsStillForLessThanItsLeaseKeepsItsKey() {
        var call = worker.callUntil("worked", "/patient", "short");
        worker.process().pause();
        assertThat(other.call("/patient", "short").join().statusCode()).isEqualTo(409);
        worker.process().resume();
        HttpResponse<String> answer = release(call, "worked", "short");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertRanOnce("short");
        assertReplayed("/patient", "short", answer);
    }

    @Test
    void ownerThatStoodStillForLongerIsToldAndItsResultIsRefused() {
        var call = worker.callUntil("worked", "/pay", "long");
        worker.process().pause();
        HttpResponse<String> taken = repeated(other, "/pay", "long");
        worker.process().resume();
        witness.await("worker", "LEASE_LOST", "pay");
        release(call, "worked", "long");
        witness.await("worker", "STALE", "pay");
        assertThat(witness.sights("lease lost", "long")).hasSize(1);
        List<Sight> effects = witness.sights("effect", "long");
        assertThat(effects).extracting(Sight::worker).containsExactly("worker", "other");
        assertThat(effects).extracting(Sight::attempt).containsExactly(1, 2);
        assertThat(effects.get(1).fence()).isGreaterThan(effects.get(0).fence());
        assertThat(effects.get(1).downstreamKey()).isEqualTo(effects.get(0).downstreamKey());
        assertThat(taken.body())
                .isEqualTo("long by other with fence " + effects.get(1).fence());
        assertReplayed("/pay", "long", taken);
    }

    /** The claim is given back before its lease ends: whoever repeats the call begins its first attempt. */
    @Test
    void lostReplyToAClaimIsNoAttempt() {
        proxy.fault(Fault.CUT_AT_REPLY);
        HttpResponse<String> answer = worker.call("/pay", "claim").join();
        if (answer.statusCode() == 503) {
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            answer = repeated(other, "/pay", "claim");
        }
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        awaitStore();
        assertRanOnce("claim");
        assertReplayed("/pay", "claim", answer);
    }

    @Test
    void lostReplyToARenewalLosesNoLease() {
        var call = worker.callUntil("worked", "/pay", "renewal");
        proxy.fault(Fault.CUT_AT_REPLY);
        Eventually.until("a renewal without a reply", proxy::isWhole);
        awaitStore();
        HttpResponse<String> answer = release(call, "worked", "renewal");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertRanOnce("renewal");
        assertReplayed("/pay", "renewal", answer);
    }

    @Test
    void lostReplyToACompletionKeepsTheResult() {
        var call = worker.callUntil("answering", "/pay", "completion");
        proxy.fault(Fault.CUT_AT_REPLY);
        HttpResponse<String> answer = release(call, "answering", "completion");
        assertThat(answer.statusCode()).isEqualTo(200);
        awaitStore();
        assertRanOnce("completion");
        assertReplayed("/pay", "completion", answer);
    }

    @Test
    void lostReplyToAFailureFreesTheKey() {
        var call = worker.callUntil("effect", "/failing", "failure");
        proxy.fault(Fault.CUT_AT_REPLY);
        assertThat(release(call, "effect", "failure").statusCode()).isEqualTo(500);
        HttpResponse<String> second = repeated(other, "/failing", "failure");
        assertThat(second.body()).isEqualTo("second attempt");
        assertThat(witness.sights("effect", "failure"))
                .extracting(Sight::attempt)
                .containsExactly(1, 2);
    }

    @Test
    void clientThatGoesAwayDoesNotUndoTheCall() {
        var call = worker.callUntil("worked", "/pay", "gone");
        call.cancel(true);
        witness.release("worker", "worked", "gone");
        witness.await("worker", "answered", "gone");
        HttpResponse<String> answer = other.call("/pay", "gone").join();
        assertThat(answer.statusCode()).isEqualTo(200);
        assertRanOnce("gone");
        assertReplayed("/pay", "gone", answer);
    }
}
