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
import io.kvkit.tck.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Redis store over an encrypted connection, with a certificate made for the test. */
class LettuceTlsTest {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Key KEY =
            Namespace.of("t", "kv", "raw", Retention.KEPT).key("a");

    @TempDir
    static Path folder;

    private static KeyStore keys;

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path file = folder.resolve("keys.p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "redis",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=127.0.0.1",
                "-ext",
                "san=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD));
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor())
                .isZero();
        keys = KeyStore.getInstance(file.toFile(), PASSWORD);
        pem("key.pem", "PRIVATE KEY", keys.getKey("redis", PASSWORD).getEncoded());
        pem("cert.pem", "CERTIFICATE", keys.getCertificate("redis").getEncoded());
    }

    @Test
    void serverThatIsTrustedIsUsedAndItsClientIsKnownByCertificate() throws Exception {
        try (RedisServer server = start();
                KvStore store = open(server, new RedisTls(trust(), own(), List.of(), List.of("TLSv1.3")))) {
            Connected.await(store);
            Failures.join(store.set(KEY, new byte[] {1}, Ttl.NONE));
            assertThat(Failures.join(store.get(KEY))).containsExactly(1);
        }
    }

    @Test
    void serverThatIsNotTrustedIsNotUsed() throws Exception {
        try (RedisServer server = start();
                KvStore store = open(server, RedisTls.DEFAULT)) {
            Awaitility.await().untilAsserted(() -> {
                KvException failure = catchThrowableOfType(KvException.class, () -> Failures.join(store.get(KEY)));
                assertThat(failure.kind()).isEqualTo(Kind.TRANSIENT);
                assertThat(failure).hasStackTraceContaining("PKIX");
            });
        }
    }

    private static RedisServer start() {
        int tlsPort = RedisServer.freePort();
        return RedisServer.start(
                "--tls-port",
                Integer.toString(tlsPort),
                "--tls-cert-file",
                folder.resolve("cert.pem").toString(),
                "--tls-key-file",
                folder.resolve("key.pem").toString(),
                "--tls-ca-cert-file",
                folder.resolve("cert.pem").toString());
    }

    private static KvStore open(RedisServer server, RedisTls tls) {
        int port = Integer.parseInt(server.option("--tls-port"));
        return new LettuceKvStore(LettuceSettings.standalone("127.0.0.1", port)
                .tls(tls)
                .timeout(Duration.ofSeconds(5))
                .connectTimeout(Duration.ofSeconds(10))
                .build());
    }

    private static TrustManagerFactory trust() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("redis", keys.getCertificate("redis"));
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory;
    }

    private static KeyManagerFactory own() throws Exception {
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        return factory;
    }

    private static void pem(String file, String title, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        Files.writeString(
                folder.resolve(file), "-----BEGIN " + title + "-----\n" + text + "\n-----END " + title + "-----\n");
    }
}
