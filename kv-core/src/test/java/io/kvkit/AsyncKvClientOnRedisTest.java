package io.kvkit;

import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;

/** The asynchronous client on a Redis server. */
@Tag("slow")
class AsyncKvClientOnRedisTest extends KvClientContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.uri());
    }

    @Override
    KvClient face(KvClient blocking) {
        return AwaitedKvClient.of(blocking);
    }
}
