package io.kvkit.recipe.ratelimit;

import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class SharedCallsOnClusterTest extends SharedCallsContract {

    @Override
    StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.cluster());
    }
}
