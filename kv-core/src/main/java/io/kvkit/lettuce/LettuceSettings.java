package io.kvkit.lettuce;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link LettuceKvStore} reaches its server. Immutable; the text form shows no secret.
 *
 * <p>The defaults are those of a store that must answer or fail soon: 250 ms per operation and at most 4096 operations
 * in flight.
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

    /** Settings for one server. */
    public static Builder standalone(String host, int port) {
        return of(new RedisTopology.Standalone(new RedisTopology.Address(host, port)));
    }

    /** Settings for servers of some topology. */
    public static Builder of(RedisTopology topology) {
        return new Builder(topology);
    }

    /**
     * Settings as a URI gives them: {@code redis://user:password@host:port/database}, {@code rediss://} for TLS.
     *
     * @throws IllegalArgumentException if it is no such URI; the message does not repeat it, as it may hold a password
     */
    public static Builder ofUri(String uri) {
        return RedisUris.parse(uri);
    }

    public RedisTopology topology() {
        return values.topology;
    }

    /** What to log in to the servers with now. */
    Credentials credentials() {
        return values.credentials.get();
    }

    /** What to log in to the Sentinels with now. */
    Credentials sentinelCredentials() {
        return values.sentinelCredentials.get();
    }

    public int database() {
        return values.database;
    }

    /** How connections are encrypted now; null if they are not. */
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

    /** Collects settings. */
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

        /** The credentials; a password without a user name is that of the default user. */
        public Builder credentials(@Nullable String username, @Nullable String password) {
            Credentials fixed = new Credentials(username, password);
            credentials(() -> fixed);
            this.username = username;
            return this;
        }

        /**
         * Credentials that change. They are asked for at each connecting, on a thread that may block; open connections
         * stay. When none can be told, throw: that is a failed attempt to connect.
         */
        public Builder credentials(Supplier<Credentials> credentials) {
            this.username = null;
            this.credentials = credentials;
            return this;
        }

        /** The credentials at the Sentinels; none unless given, as those of the servers are others. */
        public Builder sentinelCredentials(@Nullable String username, @Nullable String password) {
            Credentials fixed = new Credentials(username, password);
            return sentinelCredentials(() -> fixed);
        }

        /** Credentials at the Sentinels that change, as {@link #credentials(Supplier)}. */
        public Builder sentinelCredentials(Supplier<Credentials> credentials) {
            this.sentinelCredentials = credentials;
            return this;
        }

        /** The number of the database; a cluster has number 0 only. */
        public Builder database(int database) {
            if (database < 0) {
                throw new IllegalArgumentException(
                        "The number of the database must not be negative, but is " + database);
            }
            this.database = database;
            return this;
        }

        /** How connections are encrypted; null for not at all. */
        public Builder tls(@Nullable RedisTls tls) {
            this.tls = tls == null ? null : () -> tls;
            return this;
        }

        /** Certificates that change. They are asked for at each connecting; open connections stay. */
        public Builder tls(Supplier<RedisTls> tls) {
            this.tls = tls;
            return this;
        }

        /** How long an operation may take; at least 1 ms. */
        public Builder timeout(Duration timeout) {
            this.timeout = atLeastOneMilli("timeout", timeout);
            return this;
        }

        /** How long opening a connection may take; at least 1 ms. */
        public Builder connectTimeout(Duration connectTimeout) {
            this.connectTimeout = atLeastOneMilli("connect timeout", connectTimeout);
            return this;
        }

        /** How many operations may be in flight; further ones are refused at once. */
        public Builder requestQueueSize(int requestQueueSize) {
            if (requestQueueSize < 1) {
                throw new IllegalArgumentException(
                        "The request queue size must be positive, but is " + requestQueueSize);
            }
            this.requestQueueSize = requestQueueSize;
            return this;
        }

        /** The name of the connection in the server's CLIENT LIST. */
        public Builder clientName(@Nullable String clientName) {
            this.clientName = clientName;
            return this;
        }

        /**
         * Changes Lettuce's options last. Disconnected behaviour and reconnecting are set again after it, because the
         * store's promises rest on them.
         */
        public Builder customizeOptions(Consumer<ClientOptions.Builder> customizer) {
            this.optionsCustomizer = optionsCustomizer.andThen(customizer);
            return this;
        }

        /** Changes Lettuce's resources (threads, metrics), but for the timer. */
        public Builder customizeResources(Consumer<ClientResources.Builder> customizer) {
            this.resourcesCustomizer = resourcesCustomizer.andThen(customizer);
            return this;
        }

        /**
         * Makes the settings.
         *
         * @throws IllegalArgumentException if a database is given for a cluster
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
