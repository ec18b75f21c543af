package io.kvkit.sample;

import io.kvkit.store.Capability;
import io.kvkit.store.KvStore;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
final class StatsController {

    private final ShopCounters counters;
    private final String store;

    StatsController(ShopCounters counters, KvStore store) {
        this.counters = counters;
        this.store = store.capabilities().contains(Capability.SHARED) ? "redis" : "memory";
    }

    @GetMapping("/api/stats")
    ShopStats stats() {
        return new ShopStats(
                counters.productLoads.sum(),
                counters.paymentsExecuted.sum(),
                counters.quotesServed.sum(),
                counters.webhooksProcessed.sum(),
                store);
    }
}
