package io.kvkit.sample;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Repository;

/** A database table with 100 products, each of which takes 200 ms to read. */
@Repository
class ProductTable {

    private static final Duration READ_TIME = Duration.ofMillis(200);
    private static final List<String> MATERIALS =
            List.of("Oak", "Walnut", "Linen", "Wool", "Copper", "Brass", "Slate", "Cork", "Glass", "Clay");
    private static final List<String> THINGS =
            List.of("Desk", "Lamp", "Chair", "Shelf", "Kettle", "Clock", "Tray", "Vase", "Bowl", "Stool");
    private static final int SIZE = MATERIALS.size() * THINGS.size();

    private final Map<Long, BigDecimal> prices = new ConcurrentHashMap<>();
    private final ShopCounters counters;

    ProductTable(ShopCounters counters) {
        this.counters = counters;
        for (long id = 1; id <= SIZE; id++) {
            prices.put(id, BigDecimal.valueOf(990 + 1730 * id % 9400, 2));
        }
    }

    Product read(long id) {
        BigDecimal price = priceOf(id);
        counters.productLoads.increment();
        SlowWork.take(READ_TIME);
        return product(id, price);
    }

    Product write(long id, BigDecimal price) {
        priceOf(id);
        prices.put(id, price);
        return product(id, price);
    }

    private BigDecimal priceOf(long id) {
        BigDecimal price = prices.get(id);
        if (price == null) {
            throw new UnknownProductException(id);
        }
        return price;
    }

    private static Product product(long id, BigDecimal price) {
        int index = (int) id - 1;
        String name = MATERIALS.get(index / THINGS.size()) + " " + THINGS.get(index % THINGS.size());
        return new Product(id, name, price, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    }
}
