package io.kvkit.lettuce;

import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The TLS settings of connections.
 *
 * @param trust the trusted certificates; null for those of the JDK
 * @param keys the client certificate; null for none
 * @param ciphers the cipher suites; empty for those of the JDK
 * @param protocols the protocol versions; empty for those of the JDK
 * @since 0.1
 */
public record RedisTls(
        @Nullable TrustManagerFactory trust,
        @Nullable KeyManagerFactory keys,
        List<String> ciphers,
        List<String> protocols) {

    /** The trusted certificates of the JDK, without a client certificate. */
    public static final RedisTls DEFAULT = new RedisTls(null, null, List.of(), List.of());

    public RedisTls {
        ciphers = List.copyOf(ciphers);
        protocols = List.copyOf(protocols);
    }
}
