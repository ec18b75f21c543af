package io.kvkit.lettuce;

import io.kvkit.tck.SignalsContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;

/** The Redis store reports the changes on a primary that a Sentinel watches. */
@Tag("slow")
class LettuceSignalsOnSentinelTest extends SignalsContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.sentinel());
    }
}
