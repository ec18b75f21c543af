package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.ClaimTransitions;
import io.kvkit.claim.Completion;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.claim.Token;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvException;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.Replication;
import io.kvkit.tck.Valkey;
import io.kvkit.value.Values;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Durable changes as Redis 7.2 and newer have them: with WAITAOF, and with waits for what the connection wrote only. */
@Tag("slow")
@Timeout(60)
@ExtendWith(Valkey.class)
class DurableOnValkeyTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final Durability ON_DISK = Durability.of(Level.AOF).within(Duration.ofSeconds(9));
    private static final Durability ON_A_REPLICA = Durability.of(Level.REPLICA).within(Duration.ofMillis(50));

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);
    private final Key key = keys.key("a");
    private final Transition<Long> increment = Values.increment(1, Ttl.NONE);
    private int times;

    @Test
    void changeIsToldOfWhenItIsOnDisk() {
        try (RedisServer server = Valkey.start("--appendonly", "yes", "--appendfsync", "always");
                KvStore store = open(server)) {
            KvStore durable = store.durable(ON_DISK);
            assertThat(Failures.join(durable.apply(key, increment))).isEqualTo(1);
            RedisCluster.ask(server, RedisCommands::configResetstat);
            for (long i = 2; i <= 4; i++) {
                assertThat(Failures.join(durable.apply(key, increment))).isEqualTo(i);
            }
            assertThat(RedisCluster.<String>ask(server, redis -> redis.info("commandstats")))
                    .contains("cmdstat_waitaof:calls=3,");
            server.kill();
            server.restart();
            Connected.await(store);
            assertThat(Failures.join(store.apply(key, increment))).isEqualTo(5);
        }
    }

    @Test
    void serverWithoutAFileSaysWhatToDo() {
        try (RedisServer server = Valkey.start();
                KvStore store = open(server)) {
            KvException failure = failure(store.durable(ON_DISK), increment);
            assertThat(failure.kind()).isEqualTo(Kind.PERMANENT);
            assertThat(failure).hasMessageContaining("appendonly yes");
        }
    }

    /** The step has come before over another connection, for instance because that one was lost with its reply. */
    @Test
    void stepThatComesAgainWaitsForWhatItDidTheFirstTime() {
        try (RedisServer primary = Valkey.start("--repl-diskless-sync-delay", "0");
                RedisServer replica = Valkey.start("--replicaof", primary.host() + " " + primary.port());
                KvStore store = open(primary)) {
            Replication.await(primary);
            replica.pause();
            Token token = Token.random();
            comesAgain(store, ClaimTransitions.claim(ClaimRequest.create(null, LONG, LONG)));
            comesAgain(store, ClaimTransitions.mark(token, HOUR));
            comesAgain(
                    store,
                    ClaimTransitions.complete(
                            token, new Completion(new byte[0], HOUR, HOUR, 0, null, IfMissing.RECREATE)));
            ClaimRequest held = ClaimRequest.create(null, LONG, LONG);
            Failures.join(store.apply(key, ClaimTransitions.claim(held)));
            comesAgain(store, ClaimTransitions.hold(held.token(), HOUR));
            replica.resume();
        }
    }

    // Each durability has a connection of its own, which has written nothing yet.
    private void comesAgain(KvStore store, Transition<?> step) {
        Failures.join(store.apply(key, step));
        Durability unused = ON_A_REPLICA.within(Duration.ofMillis(50 + times++));
        assertThat(failure(store.durable(unused), step).isNotDurable())
                .as("%s", step)
                .isTrue();
        Failures.join(store.delete(key));
    }

    private KvException failure(KvStore durable, Transition<?> change) {
        return catchThrowableOfType(KvException.class, () -> Failures.join(durable.apply(key, change)));
    }

    private static KvStore open(RedisServer server) {
        return Connected.await(new LettuceKvStore(
                LettuceSettings.ofUri(server.uri()).timeout(LONG).build()));
    }
}
