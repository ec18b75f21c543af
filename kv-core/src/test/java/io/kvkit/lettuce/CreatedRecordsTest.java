package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimReply.How;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.MarkReply;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** New claims, replays and marks cost a server one plain command; all else, and other servers, take the script. */
@Tag("slow")
@Timeout(180)
class CreatedRecordsTest {

    private static final long HOUR = 3_600_000;

    private static final AtomicInteger ROUND = new AtomicInteger();

    private static RedisServer server;
    private static KvStore store;

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);
    private int round = ROUND.incrementAndGet();

    @BeforeAll
    static void open() {
        server = RedisServer.start();
        store = Creations.connect(server);
    }

    @AfterAll
    static void close() {
        store.close();
        server.close();
    }

    private Key key(String id) {
        return keys.key(id + round);
    }

    private long life(Key key) {
        return RedisCluster.ask(server, redis -> redis.pttl(key.text()));
    }

    private <R> R step(String id, Transition<R> transition) {
        return Failures.join(store.apply(key(id), transition));
    }

    private static Transition<?> result(Token token) {
        return ClaimTransitions.complete(
                token, new Completion(new byte[] {5}, HOUR, HOUR, 0, null, IfMissing.RECREATE));
    }

    private static Transition<MarkReply> mark() {
        return ClaimTransitions.mark(Token.random(), HOUR);
    }

    // On a busy machine, the time of the server may be unknown for a moment.
    private void takes(int scripts, Runnable steps) {
        Eventually.asserted(() -> {
            round = ROUND.incrementAndGet();
            long before = Creations.calls(server, "evalsha");
            steps.run();
            assertThat(Creations.calls(server, "evalsha") - before).isEqualTo(scripts);
        });
    }

    @Test
    void newClaimTakesNoScriptAndItsEndTakesOne() {
        takes(1, () -> {
            Token owner = Token.random();
            assertThat(step("a", Creations.claim(owner)))
                    .isInstanceOfSatisfying(
                            Claimed.class, claimed -> assertThat(claimed.how()).isEqualTo(How.NEW));
            step("a", result(owner));
        });
        assertThat(life(key("a"))).isBetween(HOUR - 60_000, HOUR + 1_000);
    }

    @Test
    void keyInUseAndReplayTakeNoScript() {
        takes(1, () -> {
            Token owner = Token.random();
            step("a", Creations.claim(owner));
            assertThat(step("a", Creations.claim(Token.random())))
                    .isInstanceOfSatisfying(ClaimReply.Busy.class, busy -> {
                        assertThat(busy.holder()).isEqualTo(owner);
                        assertThat(busy.left()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
                    });
            step("a", result(owner));
            assertThat(step("a", Creations.claim(Token.random())))
                    .isInstanceOfSatisfying(
                            ClaimReply.Done.class,
                            done -> assertThat(done.payload()).containsExactly(5));
        });
    }

    @Test
    void marksTakeNoScript() {
        takes(0, () -> {
            assertThat(step("a", mark())).isEqualTo(MarkReply.MARKED);
            assertThat(step("a", mark())).isEqualTo(MarkReply.DONE);
            step("b", Creations.claim(Token.random()));
            assertThat(step("b", mark())).isEqualTo(MarkReply.IN_USE);
        });
    }

    @Test
    void sameTokenGetsTheSameAnswerByTheScript() {
        takes(2, () -> {
            Token owner = Token.random();
            ClaimReply first = step("a", Creations.claim(owner));
            assertThat(step("a", Creations.claim(owner))).isEqualTo(first);
            Transition<MarkReply> mark = mark();
            assertThat(List.of(step("b", mark), step("b", mark))).containsOnly(MarkReply.MARKED);
        });
    }

    @Test
    void failedClaimIsRetriedByTheScriptWithAHigherFence() {
        takes(2, () -> {
            Token owner = Token.random();
            Claimed first = (Claimed) step("a", Creations.claim(owner));
            step("a", ClaimTransitions.fail(owner, HOUR));
            Claimed second = (Claimed) step("a", Creations.claim(Token.random()));
            assertThat(second.how()).isEqualTo(How.RETRY);
            assertThat(second.fence()).isGreaterThan(first.fence());
        });
    }

    @Test
    void abandonedClaimIsTakenOverByTheScript() {
        AtomicLong now = new AtomicLong(VirtualTime.START_MICROS);
        KvStore clocked = new ClockedKvStore(store, now::get);
        takes(1, () -> {
            Claimed first = (Claimed) Failures.join(clocked.apply(key("a"), Creations.claim(Token.random())));
            now.addAndGet(2 * HOUR * 1_000);
            assertThat(Failures.join(clocked.apply(key("a"), Creations.claim(Token.random()))))
                    .isInstanceOfSatisfying(Claimed.class, next -> {
                        assertThat(next.how()).isEqualTo(How.TAKEOVER);
                        assertThat(next.fence()).isGreaterThan(first.fence());
                    });
        });
    }

    @Test
    void spanForWhichMillisecondsCountIsLeftToTheScript() {
        ClaimRequest brief = ClaimRequest.create(Token.random(), null, 999, HOUR);
        takes(1, () -> step("a", ClaimTransitions.claim(brief)));
        takes(1, () -> step("a", ClaimTransitions.mark(Token.random(), 999)));
    }

    @Test
    void refreshIsAScript() {
        takes(1, () -> step("a", ClaimTransitions.claim(ClaimRequest.refresh(Token.random(), HOUR))));
    }
}
