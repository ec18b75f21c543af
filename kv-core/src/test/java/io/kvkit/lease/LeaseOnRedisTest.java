package io.kvkit.lease;

import io.kvkit.tck.LeaseContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;

/** Leases keep their contract on Redis. */
class LeaseOnRedisTest extends LeaseContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.uri());
    }
}
