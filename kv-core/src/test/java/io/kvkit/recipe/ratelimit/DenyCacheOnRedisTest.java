package io.kvkit.recipe.ratelimit;

import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;

class DenyCacheOnRedisTest extends DenyCacheContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.uri());
    }
}
