package io.kvkit.dedupe;

import io.kvkit.tck.CallStyle;
import io.kvkit.tck.DedupeContract;
import io.kvkit.tck.StoreUnderTest;
import org.junit.jupiter.api.Nested;

/** Deduplication keeps its contract on memory. */
class DedupeOnMemoryTest {

    @Nested
    class Plain extends DedupeContract {

        @Override
        protected StoreUnderTest open() {
            return StoreUnderTest.memory();
        }

        @Override
        protected CallStyle style() {
            return CallStyle.PLAIN;
        }
    }

    @Nested
    class Stage extends DedupeContract {

        @Override
        protected StoreUnderTest open() {
            return StoreUnderTest.memory();
        }

        @Override
        protected CallStyle style() {
            return CallStyle.STAGE;
        }
    }
}
