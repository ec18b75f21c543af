package io.kvkit.idempotency;

import io.kvkit.tck.CallStyle;
import io.kvkit.tck.IdempotencyContract;
import io.kvkit.tck.IdempotencyFaultContract;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;

/** Idempotency keeps its contract on Redis. */
class IdempotencyOnRedisTest {

    @Nested
    class Plain extends IdempotencyContract {

        @Override
        protected StoreUnderTest open() {
            return StoreUnderTest.redis(TestRedis.uri());
        }

        @Override
        protected CallStyle style() {
            return CallStyle.PLAIN;
        }
    }

    @Nested
    class Stage extends IdempotencyContract {

        @Override
        protected StoreUnderTest open() {
            return StoreUnderTest.redis(TestRedis.uri());
        }

        @Override
        protected CallStyle style() {
            return CallStyle.STAGE;
        }
    }

    @Nested
    class PlainWithFaults extends IdempotencyFaultContract {

        @Override
        protected StoreUnderTest open() {
            return StoreUnderTest.redis(TestRedis.uri());
        }

        @Override
        protected CallStyle style() {
            return CallStyle.PLAIN;
        }
    }

    @Nested
    class StageWithFaults extends IdempotencyFaultContract {

        @Override
        protected StoreUnderTest open() {
            return StoreUnderTest.redis(TestRedis.uri());
        }

        @Override
        protected CallStyle style() {
            return CallStyle.STAGE;
        }
    }
}
