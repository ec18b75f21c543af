package io.kvkit;

import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;

/** The blocking client on a Redis server. */
@Tag("slow")
class KvClientOnRedisTest extends KvClientContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.uri());
    }
}
