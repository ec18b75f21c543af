package io.kvkit.lettuce;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a {@link LettuceKvStore}. Instances are immutable; the text form contains no secret.
 *
 * <p>The defaults suit a store that must answer or fail quickly: 250 ms per operation and at most 4096 operations in
 * flight.
 *
 * <pre>{@code
 * LettuceSettings settings = LettuceSettings.standalone("redis.example", 6379)
 *         .credentials("shop", password)
 *         .timeout(Duration.ofMillis(100))
 *         .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class LettuceSettings {

    /** How long an operation may take. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMillis(250);

    /** How long opening a connection may take. */
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);

    /** How many operations may be in flight. */
    public static final int DEFAULT_REQUEST_QUEUE_SIZE = 4_096;

    /** How often a server is asked whether signals were missed. */
    public static final Duration DEFAULT_SIGNALS_HEARTBEAT = Duration.ofMillis(250);

    private final LettuceSettingsBuilder values;

    LettuceSettings(LettuceSettingsBuilder values) {
        this.values = values;
    }

    /** Returns a builder of settings for one server. */
    public static LettuceSettingsBuilder standalone(String host, int port) {
        return of(new RedisTopology.Standalone(new RedisTopology.Address(host, port)));
    }

    /** Returns a builder of settings for a topology. */
    public static LettuceSettingsBuilder of(RedisTopology topology) {
        return new LettuceSettingsBuilder(topology);
    }

    /**
     * Returns a builder with the settings of a URI: {@code redis://user:password@host:port/database}, {@code rediss://}
     * for TLS.
     *
     * @throws IllegalArgumentException if the URI cannot be parsed; the message does not contain it, because it may
     *     contain a password
     */
    public static LettuceSettingsBuilder ofUri(String uri) {
        return RedisUris.parse(uri);
    }

    public RedisTopology topology() {
        return values.topology;
    }

    /** Returns the present credentials for the servers. */
    Credentials credentials() {
        return values.credentials.get();
    }

    /** Returns the present credentials for the Sentinels. */
    Credentials sentinelCredentials() {
        return values.sentinelCredentials.get();
    }

    public int database() {
        return values.database;
    }

    /** Returns the present TLS settings; null if connections are not encrypted. */
    public @Nullable RedisTls tls() {
        return values.tls == null ? null : values.tls.get();
    }

    boolean encrypted() {
        return values.tls != null;
    }

    public Duration timeout() {
        return values.timeout;
    }

    public Duration connectTimeout() {
        return values.connectTimeout;
    }

    public int requestQueueSize() {
        return values.requestQueueSize;
    }

    public Duration signalsHeartbeat() {
        return values.signalsHeartbeat;
    }

    public @Nullable String clientName() {
        return values.clientName;
    }

    Consumer<ClientOptions.Builder> optionsCustomizer() {
        return values.optionsCustomizer;
    }

    Consumer<ClientResources.Builder> resourcesCustomizer() {
        return values.resourcesCustomizer;
    }

    @Override
    public String toString() {
        String user = values.username == null ? "" : " as " + values.username;
        return topology() + (encrypted() ? " with TLS" : "") + user;
    }
}
