package io.kvkit;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.Timer;
import io.kvkit.codec.Codec;
import io.kvkit.codec.FaithfulCodec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.event.KvListener;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.KeyWriter;
import io.kvkit.recipe.Recipes;
import io.kvkit.recipe.RecipesBuilder;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimiterSettings;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link KvClient}. All settings have defaults. An instance is for use by one thread.
 *
 * <pre>{@code
 * KvClient client = KvClient.builder()
 *     .store(new LettuceKvStore(LettuceSettings.ofUri("redis://localhost:6379").build()))
 *     .keyPrefix("shop")
 *     .build();
 * }</pre>
 *
 * @since 0.1
 */
public final class KvClientBuilder {

    private @Nullable KvStore store;
    private final Map<Area, KvStore> areas = new EnumMap<>(Area.class);
    private final Set<KvStore> owned = identitySet();
    private @Nullable Recipes recipes;
    private @Nullable Timer timer;
    private String keyPrefix = "kv";
    private Catalog catalog = Catalog.EMPTY;
    private KeyWriter keyWriter = KeyWriter.BASIC;
    private Codec codec = new JacksonCodec();
    private Executor executor = ForkJoinPool.commonPool();
    private final List<KvListener> listeners = new ArrayList<>();
    private OnStoreFailure onRateLimitFailure = OnStoreFailure.LOCAL;
    private RateLimiterSettings limiting = RateLimiterSettings.DEFAULT;

    KvClientBuilder() {}

    /** Sets the store. It is closed with the client. Default: an embedded store. */
    public KvClientBuilder store(KvStore where) {
        sharedStore(where);
        owned.add(where);
        return this;
    }

    /** Sets a store that stays open when the client is closed. */
    public KvClientBuilder sharedStore(KvStore where) {
        owned.remove(store);
        this.store = where;
        return this;
    }

    /** Sets the store of one area, which is the common store by default. It is closed with the client. */
    public KvClientBuilder store(Area area, KvStore where) {
        sharedStore(area, where);
        owned.add(where);
        return this;
    }

    /** Sets the store of one area. It stays open when the client is closed. */
    public KvClientBuilder sharedStore(Area area, KvStore where) {
        owned.remove(areas.put(area, where));
        return this;
    }

    /**
     * Sets recipes that the client shares with others. They are not closed with the client. They have their own stores,
     * timer, executor and listeners, so the settings of this builder apply to plain keys only.
     */
    public KvClientBuilder recipes(Recipes shared) {
        this.recipes = shared;
        return this;
    }

    /**
     * Sets the start of every key: letters, digits, dots, underscores, percent signs and hyphens. Default: {@code kv}.
     */
    public KvClientBuilder keyPrefix(String prefix) {
        this.keyPrefix = prefix;
        return this;
    }

    /** Sets the catalog of caches, limits, operations and consumers by name. Default: no names. */
    public KvClientBuilder catalog(Catalog what) {
        this.catalog = what;
        return this;
    }

    /**
     * Sets the writer that turns keys that are objects, such as those of {@link KvCache}, into text. Default: {@link
     * KeyWriter#BASIC}.
     */
    public KvClientBuilder keyWriter(KeyWriter how) {
        this.keyWriter = how;
        return this;
    }

    /** Sets the codec of values. A value that the codec would not read back unchanged is refused. Default: JSON. */
    public KvClientBuilder codec(Codec how) {
        this.codec = how;
        return this;
    }

    /**
     * Sets the executor on which asynchronous calls continue if the store needs I/O. It runs work and codecs. Default:
     * the common pool.
     */
    public KvClientBuilder executor(Executor where) {
        this.executor = where;
        return this;
    }

    /** Sets the timer that renews leases and repeats failed operations. Default: one daemon thread of the client. */
    public KvClientBuilder timer(Timer what) {
        this.timer = what;
        return this;
    }

    /**
     * Adds a listener for the events of the recipes. The name in an event is that of the cache, operation, consumer or
     * limit; it is {@value ClientCalls#NAME} for {@link KvClient#guardedGet} and its invalidations, {@link
     * KvClient#idempotentExecute}, {@link KvClient#processOnce}, {@link KvClient#alreadyProcessed}, limits without a
     * name and {@link KvClient#lease}.
     */
    public KvClientBuilder listener(KvListener listener) {
        listeners.add(listener);
        return this;
    }

    /** Sets what limits without a name do while the store fails. Default: this JVM limits on its own. */
    public KvClientBuilder onRateLimitFailure(OnStoreFailure what) {
        this.onRateLimitFailure = what;
        return this;
    }

    /** Sets how limits are decided if their store needs I/O. */
    public KvClientBuilder rateLimiting(RateLimiterSettings settings) {
        this.limiting = settings;
        return this;
    }

    /**
     * Builds the client.
     *
     * @throws IllegalArgumentException if the prefix has other characters
     */
    public KvClient build() {
        KvStore where = store == null ? new InMemoryKvStore() : store;
        Set<KvStore> ending = identitySet();
        ending.addAll(owned);
        if (store == null) {
            ending.add(where);
        }
        Recipes used = recipes == null ? ownRecipes(where, ending) : recipes;
        Runnable end = recipes == null ? used::close : () -> {};
        ClientCalls calls = new ClientCalls(new ClientKeys(keyPrefix), new FaithfulCodec(codec), onRateLimitFailure);
        ClientNames names = new ClientNames(keyPrefix, catalog, keyWriter);
        StagedKvClient async = new StagedKvClient(where, calls, names, used, executor);
        return new BlockingKvClient(async, calls, used, new CallerThread(new PlainDriver(executor)), () -> {
            end.run();
            ending.forEach(KvStore::close);
        });
    }

    private Recipes ownRecipes(KvStore where, Set<KvStore> ending) {
        RecipesBuilder own = Recipes.on(where, timer == null ? Timer.system("kvkit-timer") : timer)
                .executor(executor)
                .rateLimiting(limiting)
                .codec(codec)
                .listeners(KvListeners.of(listeners));
        areas.forEach(own::store);
        if (!isEmbedded(areas.getOrDefault(Area.RATE_LIMIT, where))) {
            KvStore local = new InMemoryKvStore();
            ending.add(local);
            own.localStore(local);
        }
        return own.build();
    }

    private static boolean isEmbedded(KvStore where) {
        return where.capabilities().contains(Capability.IMMEDIATE);
    }

    private static Set<KvStore> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }
}
