package io.kvkit.lettuce;

import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;

/** The Redis store keeps the contract on the oldest supported server. */
@Tag("slow")
class LettuceKvStoreOnOldestRedisTest extends KvStoreContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.oldestUri());
    }
}
