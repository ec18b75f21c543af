package io.kvkit.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;

/** A call for a hundred ids that are in this JVM, beside a hundred calls for one of them. */
public class NearBulk extends Measured {

    @Benchmark
    public Map<Long, Offer> loopOfSingleCalls(NearIds near) {
        Map<Long, Offer> offers = new LinkedHashMap<>();
        for (Long id : NearIds.IDS) {
            offers.put(id, near.shop.cached(id));
        }
        return offers;
    }

    @Benchmark
    @Against("loopOfSingleCalls")
    public Map<Long, Offer> bulkCall(NearIds near) {
        return near.shop.cachedAll(NearIds.IDS);
    }
}
