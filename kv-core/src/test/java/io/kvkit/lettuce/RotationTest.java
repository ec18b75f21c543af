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
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.RedisTarget;
import io.kvkit.tck.SentinelSet;
import io.kvkit.tck.TestCertificate;
import io.kvkit.value.Values;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Passwords, users and certificates that change while the store is used. */
@Tag("slow")
@Timeout(180)
class RotationTest {

    // A busy machine must not fail a test that is not about time.
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");

    @Test
    void passwordIsAskedForAgainAtTheNextConnectingAndOpenConnectionsStay() {
        AtomicReference<Credentials> current = new AtomicReference<>(new Credentials(null, "old-secret"));
        try (RedisServer server = RedisServer.start("--requirepass", "old-secret");
                KvStore store = open(server, current)) {
            as(server, "default", "old-secret", redis -> redis.configSet("requirepass", "new-secret"));
            increment(store);
            as(server, "default", "new-secret", RotationTest::killClients);
            awaitRefused(store);
            current.set(new Credentials(null, "new-secret"));
            Connected.await(store);
            increment(store);
        }
    }

    @Test
    void userMayChangeToo() {
        AtomicReference<Credentials> current = new AtomicReference<>(new Credentials("one", "secret"));
        try (RedisServer server = RedisServer.start(
                        "--user", "one", "on", ">secret", "~*", "+@all", "--user", "two", "on", ">secret", "~*",
                        "+@all");
                KvStore store = open(server, current)) {
            current.set(new Credentials("two", "secret"));
            // What ends a user ends its connections.
            as(server, "two", "secret", redis -> redis.aclDeluser("one"));
            Connected.await(store);
            increment(store);
        }
    }

    @Test
    void passwordOfTheSentinelsIsAskedForAgainToo() {
        AtomicReference<Credentials> current = new AtomicReference<>(Credentials.NONE);
        try (SentinelSet set = SentinelSet.start(1);
                KvStore store = Connected.await(new LettuceKvStore(
                        LettuceSettings.of(RedisTarget.of(set).topology())
                                .sentinelCredentials(current::get)
                                .timeout(TIMEOUT)
                                .build()))) {
            int port = set.sentinels().get(0).port();
            as(
                    RedisURI.create("127.0.0.1", port),
                    redis -> redis.aclSetuser(
                            "default", AclSetuserArgs.Builder.resetpass().addPassword("secret")));
            increment(store);
            as(RedisURI.create(set.first().uri()), RotationTest::killClients);
            awaitRefused(store);
            current.set(new Credentials(null, "secret"));
            Connected.await(store);
            increment(store);
        }
    }

    @Test
    void slowSourceOfCredentialsHoldsUpNoDeadline() {
        CountDownLatch told = new CountDownLatch(1);
        AtomicReference<Credentials> current = new AtomicReference<>(Credentials.NONE);
        try (RedisServer server = RedisServer.start();
                KvStore store = new LettuceKvStore(LettuceSettings.standalone(server.host(), server.port())
                        .credentials(() -> {
                            join(told);
                            return current.get();
                        })
                        .timeout(Duration.ofSeconds(1))
                        .build())) {
            KvException late = failure(store);
            assertThat(late.kind()).isEqualTo(Kind.TIMEOUT);
            assertThat(late.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            told.countDown();
            Connected.await(store);
            increment(store.withTimeout(TIMEOUT));
        }
    }

    @Test
    void sourceThatFailsIsAskedAgain() {
        AtomicReference<Credentials> current = new AtomicReference<>();
        try (RedisServer server = RedisServer.start();
                KvStore store = new LettuceKvStore(LettuceSettings.standalone(server.host(), server.port())
                        .credentials(() -> Objects.requireNonNull(current.get(), "no credentials yet"))
                        .timeout(TIMEOUT)
                        .build())) {
            assertThat(failure(store).outcome()).isEqualTo(Outcome.NOT_APPLIED);
            current.set(Credentials.NONE);
            Connected.await(store);
        }
    }

    @Test
    void certificatesAreAskedForAgainAtTheNextConnecting() {
        TestCertificate old = TestCertificate.make();
        TestCertificate renewed = TestCertificate.make();
        AtomicReference<RedisTls> current = new AtomicReference<>(old.mutual());
        int port = RedisServer.freePort();
        try (RedisServer server = RedisServer.start(old.serverOptions(port).toArray(String[]::new));
                KvStore store = Connected.await(new LettuceKvStore(LettuceSettings.standalone(server.host(), port)
                        .tls(current::get)
                        .timeout(TIMEOUT)
                        .build()))) {
            RedisURI plain = RedisURI.create(server.uri());
            as(plain, redis -> redis.configSet(renewed.serverSettings()));
            increment(store);
            as(plain, RotationTest::killClients);
            Eventually.asserted(() -> assertThat(failure(store)).hasStackTraceContaining("PKIX"));
            current.set(renewed.mutual());
            Connected.await(store);
            increment(store);
        }
    }

    private static KvStore open(RedisServer server, AtomicReference<Credentials> credentials) {
        return Connected.await(new LettuceKvStore(LettuceSettings.standalone(server.host(), server.port())
                .credentials(credentials::get)
                .timeout(TIMEOUT)
                .build()));
    }

    private static void increment(KvStore store) {
        assertThat(Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE))))
                .isPositive();
    }

    private static void awaitRefused(KvStore store) {
        Eventually.asserted(() -> assertThat(failure(store)).isNotNull().satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.AUTHENTICATION);
            assertThat(failure.outcome()).isEqualTo(Outcome.NOT_APPLIED);
            assertThat(failure).hasMessageNotContaining("secret");
        }));
    }

    private static KvException failure(KvStore store) {
        return catchThrowableOfType(
                KvException.class, () -> Failures.join(store.apply(KEY, Values.increment(1, Ttl.NONE))));
    }

    private static void killClients(RedisCommands<String, String> redis) {
        redis.clientKill(KillArgs.Builder.typeNormal().skipme());
    }

    private static void as(
            RedisServer server, String user, String password, Consumer<RedisCommands<String, String>> work) {
        RedisURI uri = RedisURI.builder()
                .withHost(server.host())
                .withPort(server.port())
                .withAuthentication(user, password)
                .build();
        as(uri, work);
    }

    private static void as(RedisURI uri, Consumer<RedisCommands<String, String>> work) {
        RedisClient client = RedisClient.create(uri);
        try (var connection = client.connect()) {
            work.accept(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
