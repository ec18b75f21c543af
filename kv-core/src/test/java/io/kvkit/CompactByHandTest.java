package io.kvkit;

import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.tck.StoreUnderTest;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** By hand, events that are stored compactly are as all others are. */
class CompactByHandTest {

    @Nested
    class OnMemory extends ByHandContract {

        @Override
        StoreUnderTest open() {
            return StoreUnderTest.memory();
        }

        @Override
        OnceSettings shipping() {
            return super.shipping().withCompactFor(1_000);
        }
    }

    @Nested
    @Tag("slow")
    class OnRedis extends ByHandContract {

        @Override
        StoreUnderTest open() {
            return StoreUnderTest.redis(TestRedis.uri());
        }

        @Override
        OnceSettings shipping() {
            return super.shipping().withCompactFor(1_000);
        }
    }
}
