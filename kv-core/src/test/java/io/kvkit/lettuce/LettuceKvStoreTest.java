package io.kvkit.lettuce;

import io.kvkit.tck.KvStoreContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;

/** The Redis store keeps the contract on the current server. */
@Tag("slow")
class LettuceKvStoreTest extends KvStoreContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.uri());
    }
}
