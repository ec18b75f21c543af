package io.kvkit.lettuce;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    private final Builder values;

    private LettuceSettings(Builder values) {
        this.values = values;
    }

    /** Returns a builder of settings for one server. */
    public static Builder standalone(String host, int port) {
        return of(new RedisTopology.Standalone(new RedisTopology.Address(host, port)));
    }

    /** Returns a builder of settings for a topology. */
    public static Builder of(RedisTopology topology) {
        return new Builder(topology);
    }

    /**
     * Returns a builder with the settings of a URI: {@code redis://user:password@host:port/database}, {@code rediss://}
     * for TLS.
     *
     * @throws IllegalArgumentException if the URI cannot be parsed; the message does not contain it, because it may
     *     contain a password
     */
    public static Builder ofUri(String uri) {
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

    /** Builds {@link LettuceSettings}. An instance is for use by one thread. */
    public static final class Builder implements Cloneable {

        private final RedisTopology topology;
        private @Nullable String username;
        private Supplier<Credentials> credentials = () -> Credentials.NONE;
        private Supplier<Credentials> sentinelCredentials = () -> Credentials.NONE;
        private int database;
        private @Nullable Supplier<RedisTls> tls;
        private Duration timeout = DEFAULT_TIMEOUT;
        private Duration connectTimeout = DEFAULT_CONNECT_TIMEOUT;
        private int requestQueueSize = DEFAULT_REQUEST_QUEUE_SIZE;
        private @Nullable String clientName;
        private Consumer<ClientOptions.Builder> optionsCustomizer = options -> {};
        private Consumer<ClientResources.Builder> resourcesCustomizer = resources -> {};

        private Builder(RedisTopology topology) {
            this.topology = topology;
        }

        /** Sets the credentials; a password without a user name is that of the default user. */
        public Builder credentials(@Nullable String username, @Nullable String password) {
            Credentials fixed = new Credentials(username, password);
            credentials(() -> fixed);
            this.username = username;
            return this;
        }

        /**
         * Sets a supplier of credentials that change. It is called for each new connection, on a thread that may block;
         * open connections stay. If it throws, the attempt to connect fails.
         */
        public Builder credentials(Supplier<Credentials> credentials) {
            this.username = null;
            this.credentials = credentials;
            return this;
        }

        /** Sets the credentials for the Sentinels. Default: none; the credentials of the servers are not used. */
        public Builder sentinelCredentials(@Nullable String username, @Nullable String password) {
            Credentials fixed = new Credentials(username, password);
            return sentinelCredentials(() -> fixed);
        }

        /** Sets a supplier of credentials for the Sentinels that change, see {@link #credentials(Supplier)}. */
        public Builder sentinelCredentials(Supplier<Credentials> credentials) {
            this.sentinelCredentials = credentials;
            return this;
        }

        /** Sets the number of the database; a cluster has number 0 only. */
        public Builder database(int database) {
            if (database < 0) {
                throw new IllegalArgumentException(
                        "The number of the database must not be negative, but is " + database);
            }
            this.database = database;
            return this;
        }

        /** Sets the TLS settings; null for unencrypted connections. */
        public Builder tls(@Nullable RedisTls tls) {
            this.tls = tls == null ? null : () -> tls;
            return this;
        }

        /** Sets a supplier of certificates that change. It is called for each new connection; open connections stay. */
        public Builder tls(Supplier<RedisTls> tls) {
            this.tls = tls;
            return this;
        }

        /** Sets how long an operation may take; at least 1 ms. */
        public Builder timeout(Duration timeout) {
            this.timeout = atLeastOneMilli("timeout", timeout);
            return this;
        }

        /** Sets how long opening a connection may take; at least 1 ms. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = atLeastOneMilli("connect timeout", connectTimeout);
            return this;
        }

        /** Sets how many operations may be in flight; further operations are refused at once. */
        public Builder requestQueueSize(int requestQueueSize) {
            if (requestQueueSize < 1) {
                throw new IllegalArgumentException(
                        "The request queue size must be positive, but is " + requestQueueSize);
            }
            this.requestQueueSize = requestQueueSize;
            return this;
        }

        /** Sets the name of the connections in the server's CLIENT LIST. */
        public Builder clientName(@Nullable String clientName) {
            this.clientName = clientName;
            return this;
        }

        /**
         * Sets a customizer that changes Lettuce's options last. The disconnected behavior and reconnecting are set
         * again after it, because the store's guarantees depend on them.
         */
        public Builder customizeOptions(Consumer<ClientOptions.Builder> customizer) {
            this.optionsCustomizer = optionsCustomizer.andThen(customizer);
            return this;
        }

        /** Sets a customizer of Lettuce's resources, such as threads and metrics, except the timer. */
        public Builder customizeResources(Consumer<ClientResources.Builder> customizer) {
            this.resourcesCustomizer = resourcesCustomizer.andThen(customizer);
            return this;
        }

        /**
         * Builds the settings.
         *
         * @throws IllegalArgumentException if a database is set for a cluster
         */
        public LettuceSettings build() {
            if (topology instanceof RedisTopology.Cluster && database != 0) {
                throw new IllegalArgumentException("A Redis Cluster has database 0 only, but " + database + " is set");
            }
            try {
                return new LettuceSettings((Builder) clone());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Duration atLeastOneMilli(String name, Duration duration) {
            if (duration.toMillis() < 1) {
                throw new IllegalArgumentException("The " + name + " must be at least 1 ms, but is " + duration);
            }
            return duration;
        }
    }
}
