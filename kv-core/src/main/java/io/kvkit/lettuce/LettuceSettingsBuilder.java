package io.kvkit.lettuce;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link LettuceSettings}. An instance is for use by one thread.
 *
 * @since 0.1
 */
public final class LettuceSettingsBuilder implements Cloneable {

    final RedisTopology topology;

    @Nullable
    String username;

    Supplier<Credentials> credentials = () -> Credentials.NONE;
    Supplier<Credentials> sentinelCredentials = () -> Credentials.NONE;
    int database;

    @Nullable
    Supplier<RedisTls> tls;

    Duration timeout = LettuceSettings.DEFAULT_TIMEOUT;
    Duration connectTimeout = LettuceSettings.DEFAULT_CONNECT_TIMEOUT;
    int requestQueueSize = LettuceSettings.DEFAULT_REQUEST_QUEUE_SIZE;

    Duration signalsHeartbeat = LettuceSettings.DEFAULT_SIGNALS_HEARTBEAT;

    @Nullable
    String clientName;

    Consumer<ClientOptions.Builder> optionsCustomizer = options -> {};
    Consumer<ClientResources.Builder> resourcesCustomizer = resources -> {};

    LettuceSettingsBuilder(RedisTopology topology) {
        this.topology = topology;
    }

    /** Sets the credentials; a password without a user name is that of the default user. */
    public LettuceSettingsBuilder credentials(@Nullable String username, @Nullable String password) {
        Credentials fixed = new Credentials(username, password);
        credentials(() -> fixed);
        this.username = username;
        return this;
    }

    /**
     * Sets a supplier of credentials that change. It is called for each new connection, on a thread that may block;
     * open connections stay. If it throws, the attempt to connect fails.
     */
    public LettuceSettingsBuilder credentials(Supplier<Credentials> credentials) {
        this.username = null;
        this.credentials = credentials;
        return this;
    }

    /** Sets the credentials for the Sentinels. Default: none; the credentials of the servers are not used. */
    public LettuceSettingsBuilder sentinelCredentials(@Nullable String username, @Nullable String password) {
        Credentials fixed = new Credentials(username, password);
        return sentinelCredentials(() -> fixed);
    }

    /** Sets a supplier of credentials for the Sentinels that change, see {@link #credentials(Supplier)}. */
    public LettuceSettingsBuilder sentinelCredentials(Supplier<Credentials> credentials) {
        this.sentinelCredentials = credentials;
        return this;
    }

    /** Sets the number of the database; a cluster has number 0 only. */
    public LettuceSettingsBuilder database(int database) {
        if (database < 0) {
            throw new IllegalArgumentException("The database number must not be negative, but is " + database);
        }
        this.database = database;
        return this;
    }

    /** Sets the TLS settings; null for unencrypted connections. */
    public LettuceSettingsBuilder tls(@Nullable RedisTls tls) {
        this.tls = tls == null ? null : () -> tls;
        return this;
    }

    /** Sets a supplier of certificates that change. It is called for each new connection; open connections stay. */
    public LettuceSettingsBuilder tls(Supplier<RedisTls> tls) {
        this.tls = tls;
        return this;
    }

    /** Sets how long an operation may take; at least 1 ms. */
    public LettuceSettingsBuilder timeout(Duration timeout) {
        this.timeout = atLeastOneMilli("timeout", timeout);
        return this;
    }

    /** Sets how long opening a connection may take; at least 1 ms. */
    public LettuceSettingsBuilder connectTimeout(Duration connectTimeout) {
        this.connectTimeout = atLeastOneMilli("connect timeout", connectTimeout);
        return this;
    }

    /** Sets how many operations may be in flight; further operations are refused at once. */
    public LettuceSettingsBuilder requestQueueSize(int requestQueueSize) {
        if (requestQueueSize < 1) {
            throw new IllegalArgumentException("The request queue size must be positive, but is " + requestQueueSize);
        }
        this.requestQueueSize = requestQueueSize;
        return this;
    }

    /**
     * Sets how often each server is asked, while somebody listens to {@linkplain LettuceKvStore#signals() signals},
     * whether any were missed. A subscription is silent for this long at most while all is well; at least 1 ms.
     */
    public LettuceSettingsBuilder signalsHeartbeat(Duration signalsHeartbeat) {
        this.signalsHeartbeat = atLeastOneMilli("heartbeat of signals", signalsHeartbeat);
        return this;
    }

    /** Sets the name of the connections in the server's CLIENT LIST. */
    public LettuceSettingsBuilder clientName(@Nullable String clientName) {
        this.clientName = clientName;
        return this;
    }

    /**
     * Sets a customizer that changes Lettuce's options last. The disconnected behavior and reconnecting are set
     * again after it, because the store's guarantees depend on them.
     */
    public LettuceSettingsBuilder customizeOptions(Consumer<ClientOptions.Builder> customizer) {
        this.optionsCustomizer = optionsCustomizer.andThen(customizer);
        return this;
    }

    /** Sets a customizer of Lettuce's resources, such as threads and metrics, except the timer. */
    public LettuceSettingsBuilder customizeResources(Consumer<ClientResources.Builder> customizer) {
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
            throw new IllegalArgumentException("A Redis Cluster has only database 0, but " + database + " is set");
        }
        try {
            return new LettuceSettings((LettuceSettingsBuilder) clone());
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
