package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.RedisTopology.Address;
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
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.SentinelSet;
import io.kvkit.value.Values;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Redis store on a primary and its replica that no Sentinel watches. */
@Tag("slow")
@Timeout(180)
class ReplicatedTest {

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");

    @Test
    void primaryIsFoundWhereverItStandsInTheList() {
        try (SentinelSet set = SentinelSet.start(0);
                KvStore store = open(set.second(), set.first())) {
            Connected.await(store);
            assertThat(increment(store)).isEqualTo(1);
            assertThat(valueAt(set.first())).isEqualTo("1");
        }
    }

    @Test
    void placesThatWereChangedAreFollowed() {
        try (SentinelSet set = SentinelSet.start(0);
                KvStore store = open(set.first(), set.second())) {
            Connected.await(store);
            increment(store);
            awaitValueAt(set.second(), "1");
            RedisCluster.ask(set.second(), redis -> redis.replicaofNoOne());
            RedisCluster.ask(
                    set.first(),
                    redis -> redis.replicaof(set.second().host(), set.second().port()));
            Eventually.until("the new primary is used", () -> failure(store) == null);
            assertThat(valueAt(set.second())).isEqualTo("2");
        }
    }

    @Test
    void primaryThatBecameAReplicaIsNotEvenRead() {
        try (SentinelSet set = SentinelSet.start(0);
                KvStore store = open(set.first(), set.second())) {
            Connected.await(store);
            increment(store);
            awaitValueAt(set.second(), "1");
            RedisCluster.ask(set.first(), redis -> redis.replicaof("127.0.0.1", RedisServer.freePort()));
            RedisCluster.ask(set.second(), redis -> {
                redis.replicaofNoOne();
                return redis.set(KEY.text(), "later");
            });
            byte[] later = "later".getBytes(StandardCharsets.UTF_8);
            // No write is needed to find out.
            Eventually.asserted(
                    () -> assertThat(store.get(KEY)).succeedsWithin(TIMEOUT).isEqualTo(later));
        }
    }

    @Test
    void replicasAloneAreNoStore() {
        try (SentinelSet set = SentinelSet.start(0);
                KvStore store = open(set.second())) {
            KvException failure = failure(store);
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(failure).hasStackTraceContaining("is a replica");
        }
    }

    @Test
    void refusedCredentialsAreToldAlthoughTheOtherNodeIsGone() {
        Address gone = new Address("127.0.0.1", RedisServer.freePort());
        try (RedisServer server = RedisServer.start("--requirepass", "secret");
                KvStore store = open(List.of(address(server), gone))) {
            assertThat(failure(store).kind()).isEqualTo(Kind.AUTHENTICATION);
        }
    }

    private static KvStore open(RedisServer... nodes) {
        return open(Stream.of(nodes).map(ReplicatedTest::address).toList());
    }

    private static KvStore open(List<Address> nodes) {
        return new LettuceKvStore(LettuceSettings.of(new RedisTopology.Replicated(nodes))
                .timeout(TIMEOUT)
                .connectTimeout(TIMEOUT)
                .build());
    }

    private static Address address(RedisServer server) {
        return new Address(server.host(), server.port());
    }

    private static long increment(KvStore store) {
        return Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE)));
    }

    private static KvException failure(KvStore store) {
        return catchThrowableOfType(KvException.class, () -> increment(store));
    }

    private static void awaitValueAt(RedisServer server, String value) {
        Eventually.until(() -> value.equals(valueAt(server)));
    }

    private static String valueAt(RedisServer server) {
        return RedisCluster.ask(server, redis -> redis.get(KEY.text()));
    }
}
