package io.kvkit.benchmarks;

import java.util.Map;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.ConfigurableApplicationContext;

/** The application with caches in this JVM, after enough calls of each method that the next ones are hits. */
@State(Scope.Benchmark)
public class Near {

    static final long ID = 1;
    private static final int METHODS = 4;

    private final ConfigurableApplicationContext context;
    final NearShop shop;

    /** Starts the application without metrics. */
    public Near() {
        this(false);
    }

    Near(boolean metrics) {
        context = BenchmarkApplication.start(
                NearApplication.class, Map.of("kv.store", "memory", NearApplication.METRICS, metrics));
        shop = context.getBean(NearShop.class);
        for (int i = 0; i < 4; i++) {
            shop.intercepted(ID);
            shop.cacheable(ID);
            shop.jetCached(ID);
            shop.cached(ID);
        }
    }

    /** Ends the application. */
    @TearDown
    public void stop() {
        long loads = shop.loads();
        context.close();
        if (loads != METHODS) {
            throw new IllegalStateException("This measures something else: there were " + loads + " loads");
        }
    }
}
