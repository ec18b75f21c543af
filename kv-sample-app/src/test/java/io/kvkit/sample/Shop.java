package io.kvkit.sample;

import io.kvkit.KvClient;
import io.kvkit.spring.KvCaches;
import io.kvkit.spring.KvRateLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A shop that runs in the JVM of the test, on a free port. */
final class Shop implements AutoCloseable {

    private static final List<String> LIMITS =
            List.of("quotes", "token-bucket", "sliding-window", "fixed-window", "strict-window", "calendar-window");
    private static final List<String> THIS_MACHINE = List.of("ip", "127.0.0.1");

    private final List<String> arguments;
    private final ConfigurableApplicationContext context;
    private final ShopClient client;

    private Shop(List<String> arguments, ConfigurableApplicationContext context) {
        this.arguments = arguments;
        this.context = context;
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        this.client = new ShopClient(port);
    }

    static Shop on(ShopStore store) {
        return start(store.arguments());
    }

    private static Shop start(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--server.port=0");
        all.add("--server.shutdown=immediate");
        all.add("--spring.main.banner-mode=off");
        return new Shop(arguments, SpringApplication.run(ShopApplication.class, all.toArray(String[]::new)));
    }

    /** What another shop needs, to be one with this one. */
    List<String> arguments() {
        return arguments;
    }

    ShopClient client() {
        return client;
    }

    /** Makes the shop as good as new: no product is cached, no limit is used, nothing is counted. */
    void startOver() {
        context.getBean(KvCaches.class).reset("products");
        context.getBean(KvRateLimits.class).reset("quotes");
        KvClient kv = context.getBean(KvClient.class);
        kv.cache("products", Product.class).clear();
        LIMITS.forEach(limit -> kv.rateLimit(limit).reset(THIS_MACHINE));
        ShopCounters counters = context.getBean(ShopCounters.class);
        Stream.of(counters.productLoads, counters.paymentsExecuted, counters.quotesServed, counters.webhooksProcessed)
                .forEach(LongAdder::reset);
    }

    @Override
    public void close() {
        context.close();
    }
}
