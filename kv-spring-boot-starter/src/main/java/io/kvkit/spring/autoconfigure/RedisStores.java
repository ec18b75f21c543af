package io.kvkit.spring.autoconfigure;

import io.kvkit.call.Timer;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.ssl.SslBundles;

/**
 * Opens stores on Redis servers.
 *
 * @param timer ends calls at their deadlines
 * @param bundles the SSL bundles; null if there are none
 * @param options changes the options of each client
 * @param resources changes the resources of each client
 * @param listeners hear what becomes of the calls of the store of a name
 */
record RedisStores(
        Timer timer,
        @Nullable SslBundles bundles,
        List<KvLettuceOptionsCustomizer> options,
        List<KvLettuceResourcesCustomizer> resources,
        Function<String, KvListeners> listeners)
        implements StoreProvider {

    @Override
    public StoreType type() {
        return StoreType.REDIS;
    }

    @Override
    public OpenStore open(String name, StoreProperties properties) {
        String root = StoreProperties.root(name) + ".redis";
        return open(
                name, root, properties.redis(), new PropertiesKvConnectionDetails(root, properties.redis(), bundles));
    }

    /**
     * Opens a store.
     *
     * @param root the properties that are meant in messages
     * @param details where the servers are
     */
    OpenStore open(String name, String root, RedisProperties redis, KvConnectionDetails details) {
        LettuceSettings settings = RedisSettings.of(details, redis, options, resources);
        LettuceKvStore servers = new LettuceKvStore(settings);
        // The first requests of an application are to find the connection open; without a server it starts all the
        // same.
        servers.awaitConnection(settings.connectTimeout());
        KvStore store = ResilientKvStore.around(
                servers, RedisResilience.of(redis), timer, MicroClock.system(), listeners.apply(name));
        return new OpenStore(
                name,
                store,
                new StoreDescription(type(), source(details), RedisSettings.place(details), true),
                new RedisChecks(servers::serverInfo, details.topology(), name, redis.strictChecks() ? root : null),
                servers::connections);
    }

    private static String source(KvConnectionDetails details) {
        if (details instanceof PropertiesKvConnectionDetails own) {
            return own.source();
        }
        return details instanceof DataRedisKvConnectionDetails data ? data.source() : "a KvConnectionDetails bean";
    }
}
