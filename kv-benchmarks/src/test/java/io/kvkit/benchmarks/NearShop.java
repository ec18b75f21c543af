package io.kvkit.benchmarks;

import com.alicp.jetcache.anno.CacheType;
import io.kvkit.annotation.Cached;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.cache.annotation.Cacheable;

/** Methods whose results are found in this JVM, each by another cache. */
public class NearShop {

    private final AtomicLong loads = new AtomicLong();

    /** Advised by {@link CaffeineAdvice}, which looks up its argument in a Caffeine cache and does nothing else. */
    public Offer intercepted(long id) {
        return load(id);
    }

    /** Advised by Spring's cache abstraction on Caffeine. */
    @Cacheable(cacheNames = "offers", key = "#id")
    public Offer cacheable(long id) {
        return load(id);
    }

    /** Advised by JetCache on Caffeine. */
    @com.alicp.jetcache.anno.Cached(name = "offers-", key = "#id", cacheType = CacheType.LOCAL, expire = 3_600)
    public Offer jetCached(long id) {
        return load(id);
    }

    @Cached(name = "offers", key = "#id", ttl = "1h")
    public Offer cached(long id) {
        return load(id);
    }

    /** Shares its entries with {@link #cached}. */
    @Cached(name = "offers", each = "#ids", ttl = "1h")
    public Map<Long, Offer> cachedAll(Collection<Long> ids) {
        return ids.stream().collect(Collectors.toMap(Function.identity(), this::load));
    }

    private Offer load(long id) {
        loads.incrementAndGet();
        return Offer.sample(id);
    }

    /** How often a method was really called. */
    public long loads() {
        return loads.get();
    }
}
