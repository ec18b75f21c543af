package io.kvkit.lettuce;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import org.jspecify.annotations.Nullable;

/** The options of the Lettuce client: those of the application, and those that a store relies on, which prevail. */
final class DriverOptions {

    private DriverOptions() {}

    static ClientOptions of(LettuceSettings settings, @Nullable RedisTls tls) {
        ClientOptions.Builder options = ClientOptions.builder()
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .requestQueueSize(settings.requestQueueSize())
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(settings.connectTimeout())
                        .keepAlive(true)
                        .build());
        if (tls != null) {
            options.sslOptions(ssl(tls));
        }
        settings.optionsCustomizer().accept(options);
        return options.autoReconnect(false)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .pingBeforeActivateConnection(true)
                .timeoutOptions(TimeoutOptions.builder().timeoutCommands(false).build())
                .build();
    }

    private static SslOptions ssl(RedisTls tls) {
        SslOptions.Builder ssl = SslOptions.builder().jdkSslProvider();
        if (tls.trust() != null) {
            ssl.trustManager(tls.trust());
        }
        if (tls.keys() != null) {
            ssl.keyManager(tls.keys());
        }
        if (!tls.ciphers().isEmpty()) {
            ssl.cipherSuites(tls.ciphers().toArray(String[]::new));
        }
        if (!tls.protocols().isEmpty()) {
            ssl.protocols(tls.protocols().toArray(String[]::new));
        }
        return ssl.build();
    }
}
