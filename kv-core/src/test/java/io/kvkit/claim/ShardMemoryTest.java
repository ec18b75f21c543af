package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an event takes in Redis that is stored compactly, on the server that was built with jemalloc. */
@Tag("slow")
class ShardMemoryTest {

    private static final int EVENTS = 100_000;

    @Test
    void handledEventTakesAtMostThirtyBytes() {
        RedisServer server = RedisServer.start(RedisBinary.OLDEST);
        try (EventStream stream = new EventStream(server, ShardedStore.shardsFor(EVENTS))) {
            stream.mark(EVENTS);
            assertThat((double) stream.bytes() / EVENTS).as("bytes of an event").isLessThanOrEqualTo(30);
        }
    }
}
