package io.kvkit.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.context.ConfigurableApplicationContext;

/** An application with a cache in this JVM that holds many ids. */
@State(Scope.Benchmark)
public class NearIds {

    static final List<Long> IDS = LongStream.range(0, 100).boxed().toList();

    private final ConfigurableApplicationContext context;
    final NearShop shop;

    /** Starts the application, and calls it until the next calls are hits. */
    public NearIds() {
        context = BenchmarkApplication.start(
                NearApplication.class, Map.of("kv.store", "memory", NearApplication.METRICS, false));
        shop = context.getBean(NearShop.class);
        for (int i = 0; i < 4; i++) {
            shop.cachedAll(IDS);
            IDS.forEach(shop::cached);
        }
    }

    /** Ends the application. */
    @TearDown
    public void stop() {
        long loads = shop.loads();
        context.close();
        if (loads != IDS.size()) {
            throw new IllegalStateException("This measures something else: there were " + loads + " loads");
        }
    }
}
