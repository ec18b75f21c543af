package io.kvkit.tck;

class ClaimOnOldestRedisTest extends ClaimContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.oldestUri());
    }
}
