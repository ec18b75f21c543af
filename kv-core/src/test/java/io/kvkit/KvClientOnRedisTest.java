package io.kvkit;

import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;

/** The blocking client on a Redis server. */
class KvClientOnRedisTest extends KvClientContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.uri());
    }
}
