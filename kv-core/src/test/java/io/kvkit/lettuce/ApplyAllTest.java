package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.store.Batch;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.FaultProxy.Fault;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.value.Values;
import io.lettuce.core.api.sync.RedisCommands;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How transitions of many keys go to a server. */
@Tag("slow")
class ApplyAllTest {

    private static final int KEYS = 200;

    @Test
    void transitionsAreWrittenTogether() {
        try (RedisServer server = RedisServer.start();
                KvStore store = connect(server.uri())) {
            Failures.join(store.applyAll(increments()));
            long before = reads(server);
            assertThat(Failures.join(store.applyAll(increments())).orThrow().values())
                    .hasSize(KEYS)
                    .containsOnly(2L);
            // The server reads 16 KB at a time, and is asked for its time meanwhile.
            assertThat(reads(server) - before).isLessThan(KEYS / 4);
        }
    }

    @Test
    void forgottenScriptIsSentByItsTextAndNothingIsCarriedOutTwice() {
        try (RedisServer server = RedisServer.start();
                KvStore store = connect(server.uri())) {
            for (long i = 1; i <= 3; i++) {
                RedisCluster.ask(server, RedisCommands::scriptFlush);
                assertThat(Failures.join(store.applyAll(increments())).orThrow().values())
                        .hasSize(KEYS)
                        .containsOnly(i);
            }
        }
    }

    @Test
    void lostReplyLeavesTheOutcomeOfEachKeyUnknownAndNothingIsSentAgain() {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                KvStore store = connect(proxy.uri())) {
            Failures.join(store.applyAll(increments()));
            proxy.fault(Fault.DROP_REPLIES);
            var lost = store.applyAll(increments());
            String last = key(KEYS - 1).text();
            Eventually.until(() -> "2".equals(RedisCluster.ask(server, redis -> redis.get(last))));
            proxy.cut();
            Batch<Key, Long> batch = Failures.join(lost);
            assertThat(batch.failures()).hasSize(KEYS).allSatisfy((key, failure) -> {
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure.outcome()).isEqualTo(Outcome.UNKNOWN);
            });
            proxy.heal();
            Connected.await(store);
            assertThat(Failures.join(store.applyAll(increments())).orThrow().values())
                    .hasSize(KEYS)
                    .containsOnly(3L);
        }
    }

    private static KvStore connect(String uri) {
        return Connected.await(new LettuceKvStore(
                LettuceSettings.ofUri(uri).timeout(Eventually.PATIENCE).build()));
    }

    private static Map<Key, Transition<Long>> increments() {
        return IntStream.range(0, KEYS)
                .boxed()
                .collect(Collectors.toMap(ApplyAllTest::key, i -> Values.increment(1, Ttl.NONE)));
    }

    private static Key key(int id) {
        return Namespace.of("t", "kv", "raw", Retention.KEPT).key("k" + id);
    }

    private static long reads(RedisServer server) {
        String stats = RedisCluster.ask(server, redis -> redis.info("stats"));
        var reads = Pattern.compile("total_reads_processed:(\\d+)").matcher(stats);
        return reads.find() ? Long.parseLong(reads.group(1)) : -1;
    }
}
