package io.kvkit.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The application with caches in this JVM, which counts what becomes of calls. */
@State(Scope.Benchmark)
public class NearWithMetrics extends Near {

    /** Starts the application with metrics. */
    public NearWithMetrics() {
        super(true);
    }
}
