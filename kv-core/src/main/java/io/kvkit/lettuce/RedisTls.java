package io.kvkit.lettuce;

import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * How the connection is encrypted.
 *
 * @param trust whom to believe; null for what the JDK believes
 * @param keys who we are; null for no client certificate
 * @param ciphers the cipher suites; empty for the JDK's
 * @param protocols the protocol versions; empty for the JDK's
 */
public record RedisTls(
        @Nullable TrustManagerFactory trust,
        @Nullable KeyManagerFactory keys,
        List<String> ciphers,
        List<String> protocols) {

    /** What the JDK believes, without a client certificate. */
    public static final RedisTls DEFAULT = new RedisTls(null, null, List.of(), List.of());

    public RedisTls {
        ciphers = List.copyOf(ciphers);
        protocols = List.copyOf(protocols);
    }
}
