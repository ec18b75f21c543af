package io.kvkit.benchmarks;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import java.util.concurrent.atomic.AtomicLong;

/** The advised methods. They do nothing, so that what is measured is what stands around them. */
public class Shop {

    /** More permits a day than a run can take. */
    static final int LIMIT = 1_000_000_000;

    static final String WINDOW = "1d";

    /** The name of the limit of {@link #quote}. */
    static final String QUOTES = "quotes";

    private final AtomicLong loads = new AtomicLong();
    private final AtomicLong payments = new AtomicLong();
    private final Product product = Product.sample(1);
    private final Payment payment = Payment.sample();

    /** Advised by {@link NoOpAdvice} alone. */
    public Product proceed(long id) {
        return product;
    }

    @Cached(name = "products", key = "#id", ttl = "1h")
    public Product find(long id) {
        loads.incrementAndGet();
        return product;
    }

    @RateLimited(name = QUOTES, limit = LIMIT, window = WINDOW, onStoreFailure = RateLimited.StoreFailure.CLOSED)
    public Product quote(long id) {
        return product;
    }

    @RateLimited(
            name = "each",
            key = "#id",
            limit = LIMIT,
            window = WINDOW,
            onStoreFailure = RateLimited.StoreFailure.CLOSED)
    public Product quoteEach(long id) {
        return product;
    }

    @Idempotent(name = "payments", key = "#key")
    public Payment pay(String key) {
        payments.incrementAndGet();
        return payment;
    }

    @DedupeEvent(name = "orders", key = "#id")
    public void ordered(String id) {
        // what a handler does is not measured
    }

    /** How often {@link #find} was really called. */
    public long loads() {
        return loads.get();
    }

    /** How often {@link #pay} was really called. */
    public long payments() {
        return payments.get();
    }
}
