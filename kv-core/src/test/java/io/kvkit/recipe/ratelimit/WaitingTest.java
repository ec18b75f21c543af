package io.kvkit.recipe.ratelimit;

import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class WaitingTest {

    @Nested
    class OnMemory extends WaitingContract {

        @Override
        StoreUnderTest open() {
            return StoreUnderTest.memory();
        }

        @Override
        int rounds() {
            return 300;
        }
    }

    @Nested
    @Tag("slow")
    class OnRedis extends WaitingContract {

        @Override
        StoreUnderTest open() {
            return StoreUnderTest.redis(TestRedis.uri());
        }

        @Override
        int rounds() {
            return 5;
        }
    }
}
