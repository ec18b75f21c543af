package io.kvkit.recipe.ratelimit;

import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class ReservationChangeTest {

    @Nested
    class OnMemory extends ReservationChangeContract {

        @Override
        StoreUnderTest open() {
            return StoreUnderTest.memory();
        }
    }

    @Nested
    @Tag("slow")
    class OnRedis extends ReservationChangeContract {

        @Override
        StoreUnderTest open() {
            return StoreUnderTest.redis(TestRedis.uri());
        }
    }
}
