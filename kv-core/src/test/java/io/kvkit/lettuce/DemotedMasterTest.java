package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvException.Outcome;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.Replication;
import io.kvkit.value.Values;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.internal.HostAndPort;
import io.lettuce.core.resource.MappingSocketAddressResolver;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A master of a cluster that takes no writes any more, before the store has heard of its successor. */
@Tag("slow")
@Timeout(180)
class DemotedMasterTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);
    private final Key key = keys.key("a");

    @Test
    void writesThatADemotedMasterRefusedGoToItsSuccessorOnce() {
        try (RedisCluster cluster = RedisCluster.startWithReplicas(3)) {
            cluster.promoteOnlyWhenTold();
            RedisServer master = cluster.masterOf(key.text());
            try (FaultProxy proxy = new FaultProxy(master.port());
                    KvStore store = open(cluster, master, proxy)) {
                assertThat(increment(store)).isEqualTo(1);
                Replication.await(master);
                cluster.promote(master);
                proxy.answer("READONLY You can't write against a read only replica.");
                assertThat(increment(store)).isEqualTo(2);
                assertThat(increment(store)).isEqualTo(3);
            }
        }
    }

    @Test
    void batchThatADemotedMasterRefusedGoesToItsSuccessor() {
        try (RedisCluster cluster = RedisCluster.startWithReplicas(3)) {
            cluster.promoteOnlyWhenTold();
            RedisServer master = cluster.masterOf(key.text());
            try (FaultProxy proxy = new FaultProxy(master.port());
                    KvStore store = open(cluster, master, proxy)) {
                cluster.promote(master);
                proxy.answer("READONLY You can't write against a read only replica.");
                var written = store.mset(Map.of(key, new byte[] {1}, keys.key("b"), new byte[] {2}), Ttl.NONE);
                assertThat(Failures.join(written).orThrow()).hasSize(2);
                assertThat(Failures.join(store.get(key))).containsExactly(1);
            }
        }
    }

    @Test
    void withoutASuccessorTheCallIsReadOnlyAndTheMapIsReadAgain() {
        try (RedisCluster cluster = RedisCluster.start(3)) {
            RedisServer master = cluster.masterOf(key.text());
            RedisServer other = cluster.masters().stream()
                    .filter(each -> each != master)
                    .findFirst()
                    .orElseThrow();
            try (FaultProxy proxy = new FaultProxy(master.port());
                    KvStore store = open(cluster, master, proxy)) {
                RedisCluster.ask(other, RedisCommands::configResetstat);
                proxy.answer("READONLY You can't write against a read only replica.");
                Eventually.until("five looks", () -> {
                    KvException failure = catchThrowableOfType(KvException.class, () -> increment(store));
                    assertThat(failure.kind()).isEqualTo(Kind.READ_ONLY);
                    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
                    return looks(other) >= 5;
                });
            }
        }
    }

    private static long looks(RedisServer server) {
        Matcher calls = Pattern.compile("cmdstat_cluster\\|slots:calls=(\\d+)")
                .matcher(RedisCluster.ask(server, redis -> redis.info("commandstats")));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    private long increment(KvStore store) {
        return Failures.join(store.apply(key, Values.increment(1, Ttl.NONE)));
    }

    private static KvStore open(RedisCluster cluster, RedisServer master, FaultProxy proxy) {
        Function<HostAndPort, HostAndPort> detour =
                address -> address.getPort() == master.port() ? HostAndPort.of("127.0.0.1", proxy.port()) : address;
        return Connected.await(
                new LettuceKvStore(LettuceSettings.of(RedisTarget.of(cluster).topology())
                        .timeout(TIMEOUT)
                        .customizeResources(resources ->
                                resources.socketAddressResolver(MappingSocketAddressResolver.create(detour)))
                        .build()));
    }
}
