package io.kvkit.lettuce;

import io.kvkit.tck.SignalsContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;

/** The Redis store reports the changes on the current server. */
@Tag("slow")
class LettuceSignalsTest extends SignalsContract {

    @Override
    protected StoreUnderTest open() {
        return StoreUnderTest.redis(TestRedis.uri());
    }
}
