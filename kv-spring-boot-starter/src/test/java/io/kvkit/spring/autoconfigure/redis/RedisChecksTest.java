package io.kvkit.spring.autoconfigure.redis;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.lettuce.ServerInfo;
import io.kvkit.spring.autoconfigure.Contexts;
import io.kvkit.spring.autoconfigure.LogCapture;
import io.kvkit.spring.autoconfigure.redis.RedisRisks.Risk;
import io.kvkit.tck.RedisServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What the start says of a server whose settings do not suit the annotations. */
@Tag("slow")
class RedisChecksTest {

    private static final String EVICTS = "maxmemory-policy is allkeys-lru";
    private static final String NO_LOG = "appendonly is no";
    private static final RedisTopology ONE = new RedisTopology.Standalone(new Address("localhost", 6379));
    private static final RedisTopology CLUSTER = new RedisTopology.Cluster(List.of(new Address("localhost", 6379)));

    private final ApplicationContextRunner payments = Contexts.runner().withBean(Payments.class);

    @Test
    void serverThatDropsKeysAndLogsNothingIsAWarningEach() {
        try (RedisServer server = RedisServer.start("--maxmemory-policy", "allkeys-lru");
                LogCapture log = new LogCapture()) {
            on(payments, server).run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.WARN))
                    .anySatisfy(line -> assertThat(line).contains(EVICTS, "Payments.pay", "noeviction"))
                    .anySatisfy(line -> assertThat(line).contains(NO_LOG, "Payments.pay", "Set appendonly to yes"));
        }
    }

    @Test
    void serverThatSuitsIsNoWarning() {
        try (RedisServer server = RedisServer.start("--appendonly", "yes");
                LogCapture log = new LogCapture()) {
            on(payments, server)
                    .withPropertyValues("kv.redis.strict-checks=true")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.text()).doesNotContain("maxmemory", "appendonly", "not checked");
        }
    }

    @Test
    void cachesAloneMayBeDroppedAndLost() {
        try (RedisServer server = RedisServer.start("--maxmemory-policy", "allkeys-lru");
                LogCapture log = new LogCapture()) {
            on(Contexts.runner().withBean(Prices.class), server)
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.text()).doesNotContain("maxmemory", "appendonly");
        }
    }

    @Test
    void strictChecksStopTheStart() {
        try (RedisServer server = RedisServer.start("--maxmemory-policy", "volatile-ttl")) {
            assertThat(Contexts.refusal(on(payments, server), "kv.redis.strict-checks=true"))
                    .contains("maxmemory-policy is volatile-ttl", "Set maxmemory-policy to noeviction")
                    .contains("kv.redis.strict-checks=false");
        }
    }

    @Test
    void serverThatMayNotBeAskedIsOneLineAndNeverAFailure() {
        try (RedisServer server = RedisServer.start("--user", "app", "on", ">pass", "~*", "+@all", "-info");
                LogCapture log = new LogCapture()) {
            on(payments, server)
                    .withPropertyValues("kv.redis.uri=redis://app:pass@127.0.0.1:" + server.port())
                    .withPropertyValues("kv.redis.strict-checks=true")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.INFO))
                    .filteredOn(line -> line.contains("not checked"))
                    .hasSize(1);
            assertThat(log.ours(Level.WARN)).noneMatch(line -> line.contains("appendonly"));
        }
    }

    @Test
    void serverThatIsNotThereIsNotChecked() {
        try (LogCapture log = new LogCapture()) {
            payments.withPropertyValues("kv.redis.uri=redis://127.0.0.1:" + RedisServer.freePort())
                    .withPropertyValues("kv.redis.strict-checks=true")
                    .run(context -> assertThat(context).hasNotFailed());
            assertThat(log.ours(Level.INFO)).anyMatch(line -> line.contains("not checked"));
        }
    }

    @Test
    void oldServerIsARisk() {
        assertThat(risks(ONE, Map.of("redis_version", "6.0.16")))
                .anyMatch(risk -> risk.problem().contains("6.0.16"));
        assertThat(risks(ONE, Map.of("redis_version", "5.0.7")))
                .anyMatch(risk -> risk.problem().contains("5.0.7"));
        for (String good : List.of("6.2.0", "6.2", "7.0.15", "8.0.1", "255.255.255", "", "next")) {
            assertThat(risks(ONE, Map.of("redis_version", good))).isEmpty();
        }
    }

    @Test
    void missingReplicaIsARiskOnlyWhereOneIsExpected() {
        Map<String, String> alone = Map.of("role", "master", "connected_slaves", "0");
        assertThat(risks(ONE, alone)).isEmpty();
        assertThat(risks(CLUSTER, alone))
                .singleElement()
                .satisfies(risk -> assertThat(risk.problem()).contains("no replica"));
        assertThat(risks(CLUSTER, Map.of("connected_slaves", "1"))).isEmpty();
    }

    @Test
    void replicaIsARiskWhereItIsTheOnlyAddress() {
        assertThat(risks(ONE, Map.of("role", "slave", "connected_slaves", "0")))
                .singleElement()
                .satisfies(risk -> assertThat(risk.mend()).contains("primary"));
    }

    private static List<Risk> risks(RedisTopology topology, Map<String, String> info) {
        return new RedisRisks(new ServerInfo(info), topology, List.of(), Map.of()).all();
    }

    private static ApplicationContextRunner on(ApplicationContextRunner runner, RedisServer server) {
        return runner.withPropertyValues(
                "kv.redis.uri=" + server.uri(), "kv.redis.timeout=20s", "kv.redis.connect-timeout=20s");
    }

    public static class Payments {

        @Idempotent(name = "pay", key = "#id")
        public String pay(String id) {
            return id;
        }
    }

    public static class Prices {

        @Cached(name = "prices", key = "#id")
        public String price(String id) {
            return id;
        }
    }
}
