package io.kvkit.tck;

class ClaimOnRedisTest extends ClaimContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.uri());
    }
}
