package io.kvkit.spring.autoconfigure;

import io.kvkit.recipe.cache.CacheObserver;
import io.kvkit.recipe.lease.LeaseObserver;
import io.kvkit.recipe.once.OnceObserver;
import io.kvkit.recipe.ratelimit.RateLimitObserver;
import io.kvkit.resilience.ResilienceObserver;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;

/** Makes one observer of all that there are. */
final class Observers {

    private Observers() {}

    static CacheObserver cache(ObjectProvider<CacheObserver> beans) {
        List<CacheObserver> all = beans.orderedStream().toList();
        return all.size() == 1 ? all.get(0) : (cache, event) -> all.forEach(one -> one.observed(cache, event));
    }

    static OnceObserver once(ObjectProvider<OnceObserver> beans) {
        List<OnceObserver> all = beans.orderedStream().toList();
        return all.size() == 1 ? all.get(0) : (outcome, key) -> all.forEach(one -> one.observed(outcome, key));
    }

    static RateLimitObserver rateLimit(ObjectProvider<RateLimitObserver> beans) {
        List<RateLimitObserver> all = beans.orderedStream().toList();
        return all.size() == 1 ? all.get(0) : result -> all.forEach(one -> one.observed(result));
    }

    static LeaseObserver lease(ObjectProvider<LeaseObserver> beans) {
        List<LeaseObserver> all = beans.orderedStream().toList();
        return all.size() == 1 ? all.get(0) : (outcome, key) -> all.forEach(one -> one.observed(outcome, key));
    }

    static ResilienceObserver resilience(ObjectProvider<ResilienceObserver> beans) {
        List<ResilienceObserver> all = beans.orderedStream().toList();
        return all.size() == 1 ? all.get(0) : new ResilienceObservers(all);
    }
}
