package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.spring.autoconfigure.Contexts;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.SentinelSet;
import io.kvkit.tck.TestCertificate;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Passwords that change and certificates of an SSL bundle, on real servers. */
@Tag("slow")
@Timeout(180)
class SecureConnectionTest {

    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");

    private final AtomicReference<String> password = new AtomicReference<>("old");
    private final TestCertificate certificate = TestCertificate.make();

    @Test
    void detailsOfTheApplicationAreAskedForThePasswordAtEachConnecting() {
        try (RedisServer server = RedisServer.start("--requirepass", "old")) {
            assertRotates(
                    server, Contexts.runner().withBean(KvConnectionDetails.class, () -> new KvConnectionDetails() {
                        @Override
                        public RedisTopology topology() {
                            return new RedisTopology.Standalone(new Address(server.host(), server.port()));
                        }

                        @Override
                        public String password() {
                            return password.get();
                        }
                    }));
        }
    }

    @Test
    void detailsOfSpringDataRedisAreAskedToo() {
        try (RedisServer server = RedisServer.start("--requirepass", "old")) {
            assertRotates(
                    server,
                    Contexts.runner()
                            .withBean(DataRedisConnectionDetails.class, () -> new DataRedisConnectionDetails() {
                                @Override
                                public Standalone getStandalone() {
                                    return Standalone.of(server.host(), server.port());
                                }

                                @Override
                                public String getPassword() {
                                    return password.get();
                                }
                            }));
        }
    }

    @Test
    void bundleGivesBothCertificatesToASentinelAndItsPrimary() {
        try (SentinelSet set = SentinelSet.startWithTls(1, certificate)) {
            withBundle("kv.redis.sentinel.nodes=" + set.nodes().collect(Collectors.joining(",")))
                    .run(context -> assertUsed(context.getBean(KvStore.class)));
        }
    }

    @Test
    void bundleGivesBothCertificatesToTheMastersOfACluster() {
        try (RedisCluster cluster = RedisCluster.startWithTls(3, certificate)) {
            withBundle("kv.redis.cluster.nodes=" + String.join(",", cluster.nodes()))
                    .run(context -> assertUsed(context.getBean(KvStore.class)));
        }
    }

    @Test
    void bundleThatIsLoadedAgainCountsFromTheNextConnectingOn() {
        TestCertificate renewed = TestCertificate.make();
        int port = RedisServer.freePort();
        try (RedisServer server =
                RedisServer.start(certificate.serverOptions(port).toArray(String[]::new))) {
            withBundle("kv.redis.uri=rediss://127.0.0.1:" + port).run(context -> {
                KvStore store = context.getBean(KvStore.class);
                assertUsed(store);
                context.getBean(SslBundleRegistry.class).updateBundle("redis", bundle(renewed));
                admin(server, "", redis -> {
                    redis.configSet(renewed.serverSettings());
                    redis.clientKill(KillArgs.Builder.typeNormal().skipme());
                });
                assertUsed(store);
            });
        }
    }

    private void assertRotates(RedisServer server, ApplicationContextRunner runner) {
        runner.run(context -> {
            KvStore store = context.getBean(KvStore.class);
            assertUsed(store);
            admin(server, "old", redis -> redis.configSet("requirepass", "new"));
            password.set("new");
            admin(
                    server,
                    "new",
                    redis -> redis.clientKill(KillArgs.Builder.typeNormal().skipme()));
            assertUsed(store);
        });
    }

    private static void assertUsed(KvStore store) {
        Connected.await(store);
        Failures.join(store.withTimeout(Duration.ofSeconds(20)).set(KEY, new byte[] {1}, Ttl.NONE));
    }

    private ApplicationContextRunner withBundle(String address) {
        return Contexts.runner()
                .withPropertyValues(
                        address,
                        "kv.redis.timeout=20s",
                        "kv.redis.connect-timeout=20s",
                        "kv.redis.ssl.bundle=redis",
                        "spring.ssl.bundle.pem.redis.truststore.certificate=file:" + certificate.certificate(),
                        "spring.ssl.bundle.pem.redis.keystore.certificate=file:" + certificate.certificate(),
                        "spring.ssl.bundle.pem.redis.keystore.private-key=file:" + certificate.key());
    }

    private static SslBundle bundle(TestCertificate certificate) {
        String file = "file:" + certificate.certificate();
        return SslBundle.of(new PemSslStoreBundle(
                PemSslStoreDetails.forCertificate(file).withPrivateKey("file:" + certificate.key()),
                PemSslStoreDetails.forCertificate(file)));
    }

    private static void admin(RedisServer server, String password, Consumer<RedisCommands<String, String>> work) {
        RedisURI uri = RedisURI.create(server.uri());
        if (!password.isEmpty()) {
            uri = RedisURI.builder(uri).withPassword(password.toCharArray()).build();
        }
        RedisClient client = RedisClient.create(uri);
        try (var connection = client.connect()) {
            work.accept(connection.sync());
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
