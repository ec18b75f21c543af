package io.kvkit.tck;

import io.kvkit.lettuce.RedisTls;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/** A certificate for 127.0.0.1, made for this JVM, by which servers and clients of tests know each other. */
public final class TestCertificate {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final String ALIAS = "redis";

    private final Path certificate;
    private final Path key;
    private final KeyStore keys;

    private TestCertificate(Path certificate, Path key, KeyStore keys) {
        this.certificate = certificate;
        this.key = key;
        this.keys = keys;
    }

    /** Makes a certificate. */
    public static TestCertificate make() {
        try {
            Path folder = TestProcess.newFolder();
            KeyStore keys = keyStore(folder.resolve("keys.p12"));
            Path certificate = pem(
                    folder.resolve("cert.pem"),
                    "CERTIFICATE",
                    keys.getCertificate(ALIAS).getEncoded());
            Path key = pem(
                    folder.resolve("key.pem"),
                    "PRIVATE KEY",
                    keys.getKey(ALIAS, PASSWORD).getEncoded());
            return new TestCertificate(certificate, key, keys);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The settings of a server that shows this certificate and asks its clients for it. */
    public Map<String, String> serverSettings() {
        return Map.of(
                "tls-cert-file",
                certificate.toString(),
                "tls-key-file",
                key.toString(),
                "tls-ca-cert-file",
                certificate.toString());
    }

    /** The options of such a server, which takes encrypted connections on a port. */
    public List<String> serverOptions(int tlsPort) {
        List<String> options = new ArrayList<>(List.of("--tls-port", Integer.toString(tlsPort)));
        serverSettings().forEach((name, value) -> options.addAll(List.of("--" + name, value)));
        return options;
    }

    /** The file with the certificate, as PEM. */
    public Path certificate() {
        return certificate;
    }

    /** The file with the private key, as PEM. */
    public Path key() {
        return key;
    }

    /** The settings of a client that trusts this certificate and shows it. */
    public RedisTls mutual() {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry(ALIAS, keys.getCertificate(ALIAS));
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            own.init(keys, PASSWORD);
            return new RedisTls(trust, own, List.of(), List.of("TLSv1.3"));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyStore keyStore(Path file) throws GeneralSecurityException, IOException {
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> command = List.of(
                (keytool + " -genkeypair -alias " + ALIAS + " -keyalg RSA -dname CN=127.0.0.1 -ext san=ip:127.0.0.1"
                                + " -storetype PKCS12 -storepass " + new String(PASSWORD) + " -keystore " + file)
                        .split(" "));
        try {
            if (new ProcessBuilder(command)
                            .redirectError(Redirect.DISCARD)
                            .start()
                            .waitFor()
                    != 0) {
                throw new IllegalStateException("keytool failed");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return KeyStore.getInstance(file.toFile(), PASSWORD);
    }

    private static Path pem(Path file, String title, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + title + "-----\n" + text + "\n-----END " + title + "-----\n");
    }
}
