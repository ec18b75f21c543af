package io.kvkit.lettuce;

import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;

/** The Redis store keeps the contract on a primary that a Sentinel watches. */
@Tag("slow")
class LettuceKvStoreOnSentinelTest extends KvStoreContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.sentinel());
    }
}
