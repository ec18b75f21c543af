package io.kvkit.recipe;

import io.kvkit.call.Timer;
import io.kvkit.codec.Codec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.near.NearRecords;
import io.kvkit.recipe.ratelimit.ConcurrencyLimiter;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.recipe.ratelimit.RateLimiterSettings;
import io.kvkit.store.Capability;
import io.kvkit.store.Durability;
import io.kvkit.store.KvStore;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link Recipes}. All settings except the store and the timer have defaults.
 *
 * @since 0.1
 */
public final class RecipesBuilder {

    private final KvStore store;
    private final Timer timer;
    private final Map<Area, KvStore> stores = new EnumMap<>(Area.class);
    private final Map<Area, Durability> durabilities = new EnumMap<>(Area.class);
    private @Nullable KvStore localStore;
    private RateLimiterSettings limiting = RateLimiterSettings.DEFAULT;
    private Executor executor = ForkJoinPool.commonPool();
    private KvListeners listeners = KvListeners.NONE;
    private Codec codec = new JacksonCodec();
    private NearRecords near = NearRecords.NONE;

    RecipesBuilder(KvStore store, Timer timer) {
        this.store = store;
        this.timer = timer;
    }

    /** Sets the store of one area, which is the common store by default. */
    public RecipesBuilder store(Area area, KvStore where) {
        stores.put(area, where);
        return this;
    }

    /**
     * Sets how safe the claims and the results of an area must be, which is {@link Durability#NONE} by default. {@link
     * #build()} fails if the store of the area does not know when a change is durable.
     *
     * @throws IllegalArgumentException unless the area is {@link Area#IDEMPOTENCY} or {@link Area#DEDUPE}
     */
    public RecipesBuilder durability(Area area, Durability how) {
        if (area != Area.IDEMPOTENCY && area != Area.DEDUPE) {
            throw new IllegalArgumentException(
                    "Only the records of IDEMPOTENCY and DEDUPE can be durable, but not those of " + area);
        }
        durabilities.put(area, how);
        return this;
    }

    /**
     * Sets an embedded store of this JVM, in which limits that are {@link OnStoreFailure#LOCAL} count while their store
     * fails. Default: none; such limits then need an embedded store.
     */
    public RecipesBuilder localStore(KvStore where) {
        this.localStore = where;
        return this;
    }

    /** Sets how limits decide, if their store needs I/O. */
    public RecipesBuilder rateLimiting(RateLimiterSettings settings) {
        this.limiting = settings;
        return this;
    }

    /**
     * Sets the executor on which asynchronous tasks of leases start if the store needs I/O. Default: the common pool.
     */
    public RecipesBuilder executor(Executor where) {
        this.executor = where;
        return this;
    }

    /** Sets the codec that writes the results of the steps of calls that run once. Default: JSON. */
    public RecipesBuilder codec(Codec how) {
        this.codec = how;
        return this;
    }

    /** Sets which results of idempotent operations answer their duplicates without the store. Default: none. */
    public RecipesBuilder nearRecords(NearRecords which) {
        this.near = which;
        return this;
    }

    /** Sets the listeners. Default: none. */
    public RecipesBuilder listeners(KvListeners all) {
        this.listeners = all;
        return this;
    }

    private KvStore storeOf(Area area) {
        return stores.getOrDefault(area, store);
    }

    /**
     * Builds the recipes.
     *
     * @throws IllegalArgumentException if the local store needs I/O, or a wait does not fit into the timeout of its store
     * @throws UnsupportedOperationException if a store does not know when a change is durable
     */
    public Recipes build() {
        return new Recipes(
                new Cache(storeOf(Area.CACHE), timer, listeners),
                once(Area.IDEMPOTENCY, near),
                once(Area.DEDUPE, NearRecords.NONE),
                rateLimiter(storeOf(Area.RATE_LIMIT)),
                concurrencyLimiter(storeOf(Area.RATE_LIMIT)),
                new Leases(storeOf(Area.LEASE), timer, executor, listeners));
    }

    private Once once(Area area, NearRecords records) {
        Durability durability = durabilities.getOrDefault(area, Durability.NONE);
        return new Once(storeOf(area), timer, listeners, codec, records, durability);
    }

    private ConcurrencyLimiter concurrencyLimiter(KvStore where) {
        return isEmbedded(where)
                ? new ConcurrencyLimiter(where, where, timer, listeners)
                : new ConcurrencyLimiter(where.withTimeout(limiting.timeout()), localStore, timer, listeners);
    }

    private RateLimiter rateLimiter(KvStore where) {
        boolean embedded = localStore == null && isEmbedded(where);
        return new RateLimiter(where, embedded ? where : localStore, limiting, listeners, timer);
    }

    private static boolean isEmbedded(KvStore where) {
        return where.capabilities().contains(Capability.IMMEDIATE);
    }
}
