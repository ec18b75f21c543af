package io.kvkit.claim;

import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What handled events cost on a server, each as a value of its own and in shards: memory, CPU, and bytes for replicas. */
class ShardFigures {

    private static final int EVENTS = Integer.getInteger("kvkit.dedupe.events", 100_000);

    @ParameterizedTest
    @ValueSource(ints = {0, 2_048, 1_024, 256, 128})
    void oneHundredThousandEvents(int shards) {
        try (EventStream stream = stream(shards)) {
            stream.handle(EVENTS);
            print(shards + " shards, claimed and completed", stream, 2);
            System.out.printf("%.1f bytes an event%n", (double) stream.bytes() / EVENTS);
        }
        try (EventStream stream = stream(shards)) {
            stream.mark(EVENTS);
            print(shards + " shards, marked", stream, 1);
        }
    }

    private static EventStream stream(int shards) {
        return new EventStream(RedisServer.start(RedisBinary.OLDEST, "--appendonly", "yes"), shards);
    }

    private static void print(String what, EventStream stream, int steps) {
        double cpu = stream.told("cpu", "used_cpu_user") * 1e6 / EVENTS / steps;
        double log = stream.told("persistence", "aof_current_size") / EVENTS;
        System.out.printf("%s: %.1f us CPU a step, %.0f bytes of log an event%n", what, cpu, log);
    }
}
