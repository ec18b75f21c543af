package io.kvkit.sample;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** A shop that runs in the JVM of the test, on a free port. */
final class Shop implements AutoCloseable {

    private final ConfigurableApplicationContext context;
    private final ShopClient client;

    private Shop(ConfigurableApplicationContext context) {
        this.context = context;
        int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        this.client = new ShopClient(port);
    }

    static Shop on(ShopStore store) {
        return start(store.arguments());
    }

    static Shop start(List<String> arguments) {
        List<String> all = new ArrayList<>(arguments);
        all.add("--server.port=0");
        all.add("--server.shutdown=immediate");
        all.add("--spring.main.banner-mode=off");
        return new Shop(SpringApplication.run(ShopApplication.class, all.toArray(String[]::new)));
    }

    ShopClient client() {
        return client;
    }

    @Override
    public void close() {
        context.close();
    }
}
