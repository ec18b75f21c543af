package io.kvkit.spring.autoconfigure.redis;

import io.kvkit.lettuce.RedisTls;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslOptions;

/** The certificates of an SSL bundle, which Spring Boot may reload. */
final class Certificates implements Supplier<RedisTls> {

    private record Read(SslBundle bundle, RedisTls tls) {}

    private final KvConnectionDetails details;
    private volatile @Nullable Read last;

    Certificates(KvConnectionDetails details) {
        this.details = details;
    }

    @Override
    public RedisTls get() {
        SslBundle bundle = details.sslBundle();
        Read read = last;
        if (bundle == null) {
            return RedisTls.DEFAULT;
        }
        if (read == null || read.bundle != bundle) {
            read = new Read(bundle, tls(bundle));
            last = read;
        }
        return read.tls;
    }

    private static RedisTls tls(SslBundle bundle) {
        SslOptions options = bundle.getOptions();
        return new RedisTls(
                bundle.getManagers().getTrustManagerFactory(),
                bundle.getManagers().getKeyManagerFactory(),
                list(options.getCiphers()),
                list(options.getEnabledProtocols()));
    }

    private static List<String> list(String @Nullable [] names) {
        return names == null ? List.of() : List.of(names);
    }
}
