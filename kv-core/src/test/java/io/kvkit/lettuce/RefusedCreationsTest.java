package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.MarkReply;
import io.kvkit.claim.Token;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers and keys that do not take a SET that creates a record: the answer is the one of the script. */
@Tag("slow")
@Timeout(180)
class RefusedCreationsTest {

    private static final long HOUR = 3_600_000;
    private static final List<String> REFUSALS = List.of(
            "NOAUTH",
            "NOPERM",
            "LOADING",
            "BUSY",
            "CLUSTERDOWN",
            "OOM",
            "READONLY",
            "MISCONF",
            "ERR",
            "MOVED 1 127.0.0.1:1",
            "ASK 1 127.0.0.1:1");
    private static final AtomicInteger ROUND = new AtomicInteger();

    private static RedisServer server;
    private static KvStore store;

    private final Namespace keys = Namespace.of("t", "kv", "refused", Retention.KEPT);
    private final int round = ROUND.incrementAndGet();

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

    private long fields(Key key) {
        return RedisCluster.ask(server, redis -> redis.hlen(key.text()));
    }

    private String text(Key key) {
        return RedisCluster.ask(server, redis -> redis.get(key.text()));
    }

    private static Transition<MarkReply> mark() {
        return ClaimTransitions.mark(Token.random(), HOUR);
    }

    @ParameterizedTest
    @CsvSource({"maxmemory,100kb,CAPACITY", "min-replicas-to-write,1,READ_ONLY"})
    void serverThatTakesNoWritesRefusesNewClaimsAndStillReplays(String option, String value, Kind kind) {
        try (RedisServer own = RedisServer.start("--maxmemory-policy", "noeviction");
                KvStore onOwn = Creations.connect(own)) {
            Failures.join(onOwn.apply(key("a"), mark()));
            RedisCluster.ask(own, redis -> redis.configSet(option, value));
            assertThat(Failures.join(onOwn.apply(key("a"), Creations.claim(Token.random()))))
                    .isInstanceOf(ClaimReply.Done.class);
            assertThat(Failures.join(onOwn.apply(key("a"), mark()))).isEqualTo(MarkReply.DONE);
            for (Transition<?> refused : List.of(mark(), Creations.claim(Token.random()))) {
                KvException failure = refusal(onOwn, key("b"), refused);
                assertThat(failure.kind()).isEqualTo(kind);
                assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            }
        }
    }

    @Test
    void keyOfAnotherTypeIsRefusedAndStays() {
        RedisCluster.ask(server, redis -> redis.hset(key("a").text(), Map.of("1", "2")));
        for (Transition<?> transition : List.of(Creations.claim(Token.random()), mark())) {
            KvException refused =
                    catchThrowableOfType(KvException.class, () -> Failures.join(store.apply(key("a"), transition)));
            assertThat(refused).hasMessageContaining("another type");
            assertThat(refused.kind()).isEqualTo(Kind.PERMANENT);
        }
        assertThat(fields(key("a"))).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "text that is longer than the shortest of all records"})
    void foreignTextIsRefusedAndStays(String text) {
        RedisCluster.ask(server, redis -> redis.set(key("a").text(), text));
        KvException refused = catchThrowableOfType(
                KvException.class, () -> Failures.join(store.apply(key("a"), Creations.claim(Token.random()))));
        assertThat(refused.kind()).isEqualTo(Kind.PERMANENT);
        assertThat(text(key("a"))).isEqualTo(text);
    }

    @Test
    void claimAfterALostReplyIsItsOwnersStill() {
        try (FaultProxy proxy = new FaultProxy(server.port());
                KvStore behind = Creations.open(proxy.uri())) {
            Creations.await(behind, server);
            Token owner = Token.random();
            proxy.fault(FaultProxy.Fault.CUT_AT_REPLY);
            KvException lost = catchThrowableOfType(
                    KvException.class, () -> Failures.join(behind.apply(key("a"), Creations.claim(owner))));
            assertThat(lost.outcome()).isEqualTo(Outcome.UNKNOWN);
            Connected.await(behind);
            assertThat(Failures.join(behind.apply(key("a"), Creations.claim(owner))))
                    .isInstanceOf(Claimed.class);
        }
    }

    @Test
    void slowAnswersAboutTheTimeLeaveItToTheScript() {
        try (FaultProxy proxy = new FaultProxy(server.port())) {
            proxy.delay(Duration.ofMillis(30));
            long asked = Creations.calls(server, "time");
            try (KvStore slow = Creations.open(proxy.uri())) {
                Eventually.until(() -> Creations.calls(server, "time") >= asked + 4);
                long before = Creations.calls(server, "evalsha");
                Failures.join(slow.apply(key("a"), Creations.claim(Token.random())));
                assertThat(Creations.calls(server, "evalsha")).isEqualTo(before + 1);
            }
        }
    }

    @Test
    void oldestServerRefusesTheSetOnceAndTakesScripts() {
        try (RedisServer oldest = RedisServer.start(RedisBinary.OLDEST);
                KvStore onOldest = Creations.open(oldest.uri())) {
            Eventually.until(() -> {
                Failures.join(onOldest.apply(key("a" + Token.random()), Creations.claim(Token.random())));
                return refused(oldest) > 0;
            });
            long scripts = Creations.calls(oldest, "evalsha");
            for (int i = 0; i < 5; i++) {
                assertThat(Failures.join(onOldest.apply(key("b" + i), mark()))).isEqualTo(MarkReply.MARKED);
            }
            assertThat(refused(oldest)).isEqualTo(1);
            assertThat(Creations.calls(oldest, "evalsha")).isEqualTo(scripts + 5);
        }
    }

    private static long refused(RedisServer oldest) {
        return Creations.count(oldest, "cmdstat_set:.*failed_calls=(\\d+)");
    }

    @Test
    void refusalsAreThoseOfTheScript() {
        try (FaultProxy proxy = new FaultProxy(server.port());
                KvStore behind = Creations.open(proxy.uri())) {
            for (String error : REFUSALS) {
                Creations.await(behind, server);
                proxy.answer(error + " and more");
                KvException refused = refusal(behind, key("a"), Creations.claim(Token.random()));
                KvException expected = refusal(behind, key("a"), new ByScript<>(Creations.claim(Token.random())));
                proxy.heal();
                assertThat(refused).hasMessage(expected.getMessage());
                assertThat(List.of(refused.kind(), refused.outcome()))
                        .containsExactly(expected.kind(), expected.outcome());
            }
        }
    }

    private KvException refusal(KvStore from, Key key, Transition<?> transition) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(from.apply(key, transition)));
    }
}
