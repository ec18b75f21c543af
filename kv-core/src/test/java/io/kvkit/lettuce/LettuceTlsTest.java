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
import io.kvkit.tck.TestCertificate;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Redis store over encrypted connections, with a certificate made for the test. */
@Tag("slow")
@Timeout(180)
class LettuceTlsTest {

    private static final TestCertificate CERTIFICATE = TestCertificate.make();
    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");

    @Test
    void serverThatIsTrustedIsUsedAndItsClientIsKnownByCertificate() {
        int port = RedisServer.freePort();
        try (RedisServer server = start(port);
                KvStore store = open(standalone(server, port), CERTIFICATE.mutual())) {
            assertUsed(store);
        }
    }

    @Test
    void serverThatIsNotTrustedIsNotUsed() {
        int port = RedisServer.freePort();
        try (RedisServer server = start(port);
                KvStore store = open(standalone(server, port), RedisTls.DEFAULT)) {
            assertRefused(store, "PKIX");
        }
    }

    @Test
    void clientWithoutACertificateIsNotServed() {
        int port = RedisServer.freePort();
        RedisTls trustOnly = new RedisTls(CERTIFICATE.mutual().trust(), null, List.of(), List.of());
        try (RedisServer server = start(port);
                KvStore store = open(standalone(server, port), trustOnly)) {
            assertRefused(store, "");
        }
    }

    @Test
    void sentinelAndPrimaryAreReachedOverTls() {
        try (SentinelSet set = SentinelSet.startWithTls(1, CERTIFICATE);
                KvStore store = open(RedisTarget.of(set).topology(), CERTIFICATE.mutual())) {
            assertUsed(store);
        }
    }

    @Test
    void mastersOfAClusterAreReachedOverTls() {
        try (RedisCluster cluster = RedisCluster.startWithTls(3, CERTIFICATE);
                KvStore store = open(RedisTarget.of(cluster).topology(), CERTIFICATE.mutual())) {
            assertUsed(store);
            assertThat(Failures.join(store.health()).details().get("masters"))
                    .contains(cluster.nodes())
                    .contains("with TLS");
        }
    }

    private static void assertUsed(KvStore store) {
        Connected.await(store);
        Failures.join(store.set(KEY, new byte[] {1}, Ttl.NONE));
        assertThat(Failures.join(store.get(KEY))).containsExactly(1);
    }

    private static void assertRefused(KvStore store, String reason) {
        Eventually.asserted(() -> {
            KvException failure = catchThrowableOfType(KvException.class, () -> Failures.join(store.get(KEY)));
            assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
            assertThat(failure).hasStackTraceContaining(reason);
        });
    }

    private static RedisServer start(int tlsPort) {
        return RedisServer.start(CERTIFICATE.serverOptions(tlsPort).toArray(String[]::new));
    }

    private static RedisTopology standalone(RedisServer server, int port) {
        return new RedisTopology.Standalone(new RedisTopology.Address(server.host(), port));
    }

    private static KvStore open(RedisTopology topology, RedisTls tls) {
        return new LettuceKvStore(LettuceSettings.of(topology)
                .tls(tls)
                .timeout(Duration.ofSeconds(5))
                .connectTimeout(Duration.ofSeconds(10))
                .build());
    }
}
