package io.kvkit.benchmarks;

import io.kvkit.KvClient;
import io.kvkit.KvRateLimit;
import io.kvkit.recipe.Recipes;
import io.kvkit.recipe.ratelimit.RateLimiter;
import io.kvkit.store.KvStore;
import java.util.Map;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.ConfigurableApplicationContext;

/** The application on one store, after one call of every method: the records are there that later calls find. */
final class Running implements AutoCloseable {

    static final long PRODUCT = 1;
    static final String PAID = "paid";

    private final ConfigurableApplicationContext context;
    private final Shop shop;

    private Running(ConfigurableApplicationContext context) {
        this.context = context;
        this.shop = context.getBean(Shop.class);
    }

    /** Starts the application with these properties. */
    static Running with(Map<String, Object> properties) {
        Running running = new Running(BenchmarkApplication.start(properties));
        running.prepare();
        return running;
    }

    Shop shop() {
        return shop;
    }

    RateLimiter limiter() {
        return context.getBean(Recipes.class).rateLimiter();
    }

    KvRateLimit limit() {
        return context.getBean(KvClient.class).rateLimit(Shop.QUOTES);
    }

    KvClient client() {
        return context.getBean(KvClient.class);
    }

    KvStore store() {
        return context.getBean(KvStore.class);
    }

    // A proxy without advice would be fast and measure nothing.
    private void prepare() {
        require(AopUtils.isAopProxy(shop), "the shop is not advised");
        shop.find(PRODUCT);
        shop.pay(PAID);
        shop.pay(PAID);
        shop.quote(PRODUCT);
        require(shop.payments() == 1, "a payment was not replayed");
    }

    @Override
    public void close() {
        context.close();
        require(shop.loads() == 1, "a cached call was no hit");
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("This measures something else: " + otherwise);
        }
    }
}
