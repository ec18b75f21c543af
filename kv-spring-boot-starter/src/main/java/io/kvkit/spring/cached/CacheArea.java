package io.kvkit.spring.cached;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.KvOrder;
import io.kvkit.recipe.cache.Cache;
import io.kvkit.recipe.cache.CacheLoadTimeoutException;
import io.kvkit.spring.intercept.GuardingArea;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.transaction.Transactions;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;

/** Caches: {@code @Cached}, {@code @CacheInvalidate} and {@code @CacheUpdate}. */
public final class CacheArea extends GuardingArea<CacheProperties.Cache> {

    /** The only instance. */
    public static final CacheArea CACHE = new CacheArea();

    private CacheArea() {
        super(io.kvkit.recipe.Area.CACHE);
    }

    @Override
    public String root() {
        return "kv.cache";
    }

    @Override
    public String names() {
        return "caches";
    }

    @Override
    public CacheProperties.Cache nothing() {
        return CacheProperties.Cache.NONE;
    }

    @Override
    public List<Advice> advice() {
        return List.of(
                new Advice("kvCached", KvOrder.CACHED, List.of(Cached.class)),
                new Advice("kvCacheWrite", KvOrder.CACHE_WRITE, List.of(CacheInvalidate.class, CacheUpdate.class)));
    }

    @Override
    public Map<Class<? extends Annotation>, Function<Declaration, ? extends Operation>> parsers(
            AreaSettings<CacheProperties.Cache> settings, OperationRegistry registry) {
        CacheParser parser = new CacheParser(settings, name -> registry.find(this, CachedOperation.class, name));
        Map<Class<? extends Annotation>, Function<Declaration, ? extends Operation>> parsers = new LinkedHashMap<>();
        parsers.put(CacheInvalidate.class, parser::invalidation);
        parsers.put(CacheUpdate.class, parser::update);
        parsers.put(Cached.class, parser::cached);
        return parsers;
    }

    @Override
    public MethodGuards guards(Advice advice, Parts parts) {
        Cache cache = parts.recipes().cache();
        CacheFormats formats = parts.beans().getBean(CacheFormats.class);
        LiveCaches live = parts.beans().getBean(LiveCaches.class);
        PassedBy passedBy = parts.beans().getBean(PassedBy.class);
        Transactions transactions = parts.beans().getBean(Transactions.class);
        return advice.annotations().contains(Cached.class)
                ? new CachedMethods(
                        cache,
                        formats,
                        live,
                        passedBy,
                        transactions,
                        parts.beans().getBean(CacheReports.class))
                : new CacheWriteMethods(cache, formats, live, passedBy, transactions);
    }

    @Override
    public void check(OperationRegistry operations, ConfigurableBeanFactory beans) {
        CacheFormats formats = beans.getBeanProvider(CacheFormats.class).getIfAvailable();
        if (formats != null) {
            formats.check();
            operations.all().stream()
                    .filter(CachedOperation.class::isInstance)
                    .map(CachedOperation.class::cast)
                    .forEach(formats::check);
        }
    }

    /** Returns whether an annotation that changes a cache has tags, or removes all of its entries. */
    public static boolean isTagged(Operation operation, String cache) {
        return operation.name().equals(cache)
                && (operation instanceof InvalidateOperation removal
                                && removal.reach().isWide()
                        || operation instanceof UpdateOperation update
                                && !update.tags().isEmpty());
    }

    @Override
    public List<Problem> problems() {
        return List.of(new Problem(CacheLoadTimeoutException.CODE, 504, "Load timed out"));
    }

    @Override
    public List<String> doubts(Collection<Operation> operations, Predicate<String> namedElsewhere) {
        return CacheDoubts.in(operations, namedElsewhere);
    }
}
