package io.kvkit;

import io.kvkit.call.PlainDriver;
import io.kvkit.call.Timer;
import io.kvkit.codec.Codec;
import io.kvkit.codec.FaithfulCodec;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheObserver;
import io.kvkit.recipe.lease.LeaseObserver;
import io.kvkit.recipe.lease.Leases;
import io.kvkit.recipe.once.Once;
import io.kvkit.recipe.once.OnceObserver;
import io.kvkit.recipe.ratelimit.OnStoreFailure;
import io.kvkit.recipe.ratelimit.RateLimitObserver;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link KvClient}; everything has a default.
 *
 * <pre>{@code
 * KvClient client = KvClient.builder()
 *     .store(new LettuceKvStore(LettuceSettings.ofUri("redis://localhost:6379").build()))
 *     .keyPrefix("shop")
 *     .build();
 * }</pre>
 */
public final class KvClientBuilder {

    private @Nullable KvStore store;
    private boolean shared;
    private @Nullable Timer timer;
    private String keyPrefix = "kv";
    private Codec codec = new JacksonCodec();
    private Executor executor = ForkJoinPool.commonPool();
    private CacheObserver cacheObserver = CacheObserver.NONE;
    private OnceObserver onceObserver = OnceObserver.NONE;
    private RateLimitObserver rateLimitObserver = RateLimitObserver.NONE;
    private LeaseObserver leaseObserver = LeaseObserver.NONE;
    private @Nullable RateLimiter limiter;
    private OnStoreFailure onRateLimitFailure = OnStoreFailure.LOCAL;

    KvClientBuilder() {}

    /** Where records are kept; closed with the client. Default: an embedded store. */
    public KvClientBuilder store(KvStore where) {
        this.store = where;
        this.shared = false;
        return this;
    }

    /** Where records are kept; stays open when the client is closed. */
    public KvClientBuilder sharedStore(KvStore where) {
        this.store = where;
        this.shared = true;
        return this;
    }

    /** What every key begins with: letters, digits, dots, underscores, percent signs and hyphens. Default: kv. */
    public KvClientBuilder keyPrefix(String prefix) {
        this.keyPrefix = prefix;
        return this;
    }

    /** How values become bytes, of which those are refused that would not come back as they were. Default: JSON. */
    public KvClientBuilder codec(Codec how) {
        this.codec = how;
        return this;
    }

    /** Where asynchronous calls go on when the store needed I/O: work and codecs run there. Default: the common pool. */
    public KvClientBuilder executor(Executor where) {
        this.executor = where;
        return this;
    }

    /** What renews leases and repeats what failed. Default: one daemon thread of the client's. */
    public KvClientBuilder timer(Timer what) {
        this.timer = what;
        return this;
    }

    /** Hears of {@link KvClient#guardedGet} and its invalidations, as of a cache named {@value ClientCalls#NAME}. */
    public KvClientBuilder cacheObserver(CacheObserver observer) {
        this.cacheObserver = observer;
        return this;
    }

    /**
     * Hears of {@link KvClient#idempotentExecute}, {@link KvClient#processOnce} and {@link KvClient#alreadyProcessed}; the
     * keys are in namespaces named {@value ClientCalls#NAME}.
     */
    public KvClientBuilder onceObserver(OnceObserver observer) {
        this.onceObserver = observer;
        return this;
    }

    /** Hears of {@link KvClient#rateLimit}, as of a limit named {@value ClientCalls#NAME}. */
    public KvClientBuilder rateLimitObserver(RateLimitObserver observer) {
        this.rateLimitObserver = observer;
        return this;
    }

    /** What {@link KvClient#rateLimit} asks, if it is not to be a limiter of the client's own. */
    public KvClientBuilder rateLimiter(RateLimiter what) {
        this.limiter = what;
        return this;
    }

    /** What becomes of {@link KvClient#rateLimit} while the store fails. Default: this JVM limits alone. */
    public KvClientBuilder onRateLimitFailure(OnStoreFailure what) {
        this.onRateLimitFailure = what;
        return this;
    }

    /** Hears of {@link KvClient#lease}; the keys are in a namespace named {@value ClientCalls#NAME}. */
    public KvClientBuilder leaseObserver(LeaseObserver observer) {
        this.leaseObserver = observer;
        return this;
    }

    /**
     * Builds the client.
     *
     * @throws IllegalArgumentException if the prefix is no such text
     */
    public KvClient build() {
        KvStore where = store == null ? new InMemoryKvStore() : store;
        Timer when = timer == null ? Timer.system("kvkit-timer") : timer;
        KvStore local = limiter != null || isEmbedded(where) ? where : new InMemoryKvStore();
        Recipes recipes = new Recipes(
                new Cache(where, when, cacheObserver),
                new Once(where, when, onceObserver).guard(),
                limiter == null ? new RateLimiter(where, local) : limiter,
                new Leases(where, when, executor, leaseObserver));
        ClientCalls calls = new ClientCalls(
                new ClientKeys(keyPrefix), new FaithfulCodec(codec), rateLimitObserver, onRateLimitFailure);
        return new BlockingKvClient(
                new StoreKvClient(where, calls, recipes, executor),
                calls,
                recipes,
                new PlainDriver(executor),
                () -> end(where, local));
    }

    private void end(KvStore where, KvStore local) {
        if (!shared) {
            where.close();
        }
        if (local != where) {
            local.close();
        }
    }

    private static boolean isEmbedded(KvStore where) {
        return where.capabilities().contains(Capability.IMMEDIATE);
    }
}
