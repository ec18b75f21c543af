package io.kvkit;

import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;

/** The asynchronous client on a Redis server. */
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
