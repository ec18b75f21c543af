package io.kvkit.recipe.ratelimit;

import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

class ChangedWaitTest {

    @Nested
    class OnMemory extends ChangedWaitContract {

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
    class OnRedis extends ChangedWaitContract {

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
