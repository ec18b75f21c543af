package io.kvkit.spring.autoconfigure;

import io.kvkit.call.Timer;
import io.kvkit.event.KvListener;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.spring.autoconfigure.KvProperties.FurtherStore;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.lettuce.core.RedisClient;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.ssl.SslBundles;

/** Opens stores on Redis servers. */
@ConditionalOnClass(RedisClient.class)
final class RedisStores implements StoreProvider {

    private final Timer timer;
    private final ObjectProvider<KvConnectionDetails> details;
    private final ObjectProvider<SslBundles> bundles;
    private final ObjectProvider<KvLettuceOptionsCustomizer> options;
    private final ObjectProvider<KvLettuceResourcesCustomizer> resources;
    private final ObjectProvider<KvListener> listeners;

    RedisStores(
            Timer timer,
            ObjectProvider<KvConnectionDetails> details,
            ObjectProvider<SslBundles> bundles,
            ObjectProvider<KvLettuceOptionsCustomizer> options,
            ObjectProvider<KvLettuceResourcesCustomizer> resources,
            ObjectProvider<KvListener> listeners) {
        this.timer = timer;
        this.details = details;
        this.bundles = bundles;
        this.options = options;
        this.resources = resources;
        this.listeners = listeners;
    }

    @Override
    public StoreType type() {
        return StoreType.REDIS;
    }

    @Override
    public OpenStore openDefault(KvProperties properties) {
        return open(Stores.DEFAULT, "kv.redis", properties.redis(), details.getIfAvailable(() -> {
            throw StoreAtBuild.notRedis();
        }));
    }

    @Override
    public OpenStore open(String name, FurtherStore properties) {
        String root = FurtherStore.root(name) + ".redis";
        var own = new PropertiesKvConnectionDetails(root, properties.redis(), bundles.getIfAvailable());
        return open(name, root, properties.redis(), own);
    }

    private OpenStore open(String name, String root, RedisProperties redis, KvConnectionDetails where) {
        LettuceSettings settings = RedisSettings.of(
                where,
                redis,
                options.orderedStream().toList(),
                resources.orderedStream().toList());
        LettuceKvStore servers = new LettuceKvStore(settings);
        // The connection should be open for the first requests of an application. Without a server, the application
        // starts anyway.
        servers.awaitConnection(settings.connectTimeout());
        KvStore store = ResilientKvStore.around(
                servers, RedisResilience.of(redis), timer, MicroClock.system(), StoreListeners.of(listeners, name));
        return new OpenStore(
                name,
                store,
                new StoreDescription(type(), source(where), RedisSettings.place(where), true),
                new RedisChecks(servers::serverInfo, where.topology(), name, redis.strictChecks() ? root : null),
                servers::connections);
    }

    private static String source(KvConnectionDetails details) {
        if (details instanceof PropertiesKvConnectionDetails own) {
            return own.source();
        }
        return details instanceof DataRedisKvConnectionDetails data ? data.source() : "a KvConnectionDetails bean";
    }
}
