package io.kvkit.benchmarks;

import java.util.UUID;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Idempotency keys of one thread, each given once. */
@State(Scope.Thread)
public class FreshKeys {

    private final String start = UUID.randomUUID().toString();
    private long next;

    String next() {
        return start + "-" + next++;
    }
}
