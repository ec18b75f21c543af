package io.kvkit.spring.outage;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A bean with every annotation, and what really happened in it. */
class OutageShop {

    private final Map<Integer, String> stocks = new ConcurrentHashMap<>();
    private final Map<String, Integer> payments = new ConcurrentHashMap<>();
    private final Map<String, Integer> events = new ConcurrentHashMap<>();

    /** How often the payment of a key was really made. */
    int payments(String key) {
        return payments.getOrDefault(key, 0);
    }

    /** How often an event was really handled. */
    int events(String id) {
        return events.getOrDefault(id, 0);
    }

    /** Changes a stock without telling anybody. */
    void changeStock(int id, String stock) {
        stocks.put(id, stock);
    }

    @Cached(name = "price", key = "#id", ttl = "200ms")
    public String price(int id) {
        return "price of " + id;
    }

    @CacheUpdate(name = "price", key = "#id")
    public String reprice(int id) {
        return "price of " + id;
    }

    @Cached(name = "stock", key = "#id")
    public String stock(int id) {
        return stocks.getOrDefault(id, "none");
    }

    @CacheInvalidate(name = "stock", key = "#id")
    public void stockChanged(int id) {}

    @Idempotent(name = "payment", key = "#key")
    public String pay(String key) {
        return key + " paid " + payments.merge(key, 1, Integer::sum);
    }

    @DedupeEvent(name = "event", key = "#id", inProgress = DedupeEvent.InProgress.REJECT)
    public void on(String id) {
        events.merge(id, 1, Integer::sum);
    }

    @RateLimited(name = "local", key = "#id", limit = 1_000_000, window = "1s")
    public void local(int id) {}

    @RateLimited(
            name = "open",
            key = "#id",
            limit = 1_000_000,
            window = "1s",
            onStoreFailure = RateLimited.StoreFailure.OPEN)
    public void open(int id) {}

    @RateLimited(
            name = "closed",
            key = "#id",
            limit = 1_000_000,
            window = "1s",
            onStoreFailure = RateLimited.StoreFailure.CLOSED)
    public void closed(int id) {}
}
