package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.SentinelSet;
import io.kvkit.value.Values;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Redis store while another server takes the place of the one that failed. */
@Tag("slow")
@Timeout(300)
class FailoverTest {

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);
    private final Key key = keys.key("a");

    @Test
    void killedPrimaryIsReplacedByTheOneThatTheSentinelsName() {
        try (SentinelSet set = SentinelSet.start(3);
                KvStore store = open(RedisTarget.of(set))) {
            Failures.join(store.apply(key, Values.increment(1, Ttl.NONE)));
            set.first().kill();
            awaitIncrement(store);
            SentinelSet.awaitPrimary(set.second());
        }
    }

    @Test
    void frozenPrimaryIsLeftAndNotUsedAgainWhenItGoesOn() {
        try (SentinelSet set = SentinelSet.start(3);
                KvStore store = open(RedisTarget.of(set))) {
            set.first().pause();
            SentinelSet.awaitPrimary(set.second());
            awaitIncrement(store);
            set.first().resume();
            awaitIncrement(store);
            Key later = keys.key("later");
            Failures.join(store.set(later, new byte[] {1}, Ttl.NONE));
            assertThat(RedisCluster.<Long>ask(set.second(), redis -> redis.exists(later.text())))
                    .isEqualTo(1);
        }
    }

    @Test
    void sentinelThatIsGoneOrFrozenDoesNotHideThePrimary() {
        try (SentinelSet set = SentinelSet.start(3)) {
            set.sentinels().get(0).kill();
            set.sentinels().get(1).pause();
            try (KvStore store = open(RedisTarget.of(set))) {
                awaitIncrement(store);
            }
            set.sentinels().get(1).resume();
        }
    }

    @Test
    void replicaOfAMasterThatTookOverIsUsed() {
        try (RedisCluster cluster = RedisCluster.startWithReplicas(3);
                KvStore store = open(RedisTarget.of(cluster))) {
            Failures.join(store.apply(key, Values.increment(1, Ttl.NONE)));
            cluster.masterOf(key.text()).kill();
            awaitIncrement(store);
        }
    }

    @Test
    void scanIsCompleteOrFailsWhileAMasterRestarts() {
        try (RedisCluster cluster = RedisCluster.start(3);
                KvStore store = open(RedisTarget.of(cluster))) {
            Set<String> all = IntStream.range(0, 3_000)
                    .mapToObj(i -> keys.key("scanned" + i))
                    .peek(each -> Failures.join(store.set(each, new byte[] {1}, Ttl.NONE)))
                    .map(Key::text)
                    .collect(Collectors.toSet());
            RedisServer victim = cluster.masters().get(2);
            Set<String> left =
                    all.stream().filter(key -> cluster.masterOf(key) != victim).collect(Collectors.toSet());
            CompletionStage<List<String>> cut = store.scan("t:", 10_000);
            victim.kill();
            assertCompleteOrRefused(cut, all);
            assertCompleteOrRefused(store.scan("t:", 10_000), all);
            victim.restart(); // empty
            Eventually.until("scan is complete again", () -> assertCompleteOrRefused(store.scan("t:", 10_000), left));
        }
    }

    private static boolean assertCompleteOrRefused(CompletionStage<List<String>> scan, Set<String> all) {
        try {
            assertThat(Failures.join(scan)).containsExactlyInAnyOrderElementsOf(all);
            return true;
        } catch (KvException refused) {
            assertThat(refused.kind()).isIn(Kind.TRANSIENT, Kind.TIMEOUT);
            return false;
        }
    }

    private void awaitIncrement(KvStore store) {
        Eventually.until("another server is used", () -> increments(store));
    }

    private boolean increments(KvStore store) {
        return catchThrowableOfType(
                        KvException.class, () -> Failures.join(store.apply(key, Values.increment(1, Ttl.NONE))))
                == null;
    }

    private static KvStore open(RedisTarget target) {
        return Connected.await(new LettuceKvStore(
                LettuceSettings.of(target.topology()).timeout(TIMEOUT).build()));
    }
}
