package io.kvkit.spring.autoconfigure.store;

import io.kvkit.call.Timer;
import io.kvkit.event.KvListener;
import io.kvkit.event.KvListeners;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.resilience.ResilientKvStore;
import io.kvkit.spring.autoconfigure.redis.KvConnectionDetails;
import io.kvkit.spring.autoconfigure.redis.KvLettuceOptionsCustomizer;
import io.kvkit.spring.autoconfigure.redis.KvLettuceResourcesCustomizer;
import io.kvkit.spring.autoconfigure.redis.PropertiesKvConnectionDetails;
import io.kvkit.spring.autoconfigure.redis.RedisChecks;
import io.kvkit.spring.autoconfigure.redis.RedisProperties;
import io.kvkit.spring.autoconfigure.redis.RedisSettings;
import io.kvkit.store.KvStore;
import io.kvkit.store.MicroClock;
import io.lettuce.core.RedisClient;
import org.jspecify.annotations.Nullable;
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
    public StoreProperties.Type type() {
        return StoreProperties.Type.REDIS;
    }

    @Override
    public OpenStore openDefault(StoreProperties properties) {
        return open(Stores.DEFAULT, "kv.redis", properties.redis(), details.getIfAvailable(() -> {
            throw StoreAtBuild.notRedis();
        }));
    }

    @Override
    public OpenStore open(String name, StoreProperties properties) {
        String root = StoreProperties.root(name) + ".redis";
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
                servers,
                redis.resilience(name),
                timer,
                MicroClock.system(),
                KvListeners.of(listeners.orderedStream().toList()));
        return new OpenStore(
                name,
                store,
                new StoreDescription(type(), RedisSettings.source(where), RedisSettings.place(where), true),
                checks(name, servers, where, redis.strictChecks() ? root : null),
                servers::connections);
    }

    private static StoreChecks checks(
            String name, LettuceKvStore servers, KvConnectionDetails where, @Nullable String strictBy) {
        String store = name.equals(Stores.DEFAULT) ? null : name;
        return new RedisChecks(servers::serverInfo, where.topology(), store, strictBy)::run;
    }
}
