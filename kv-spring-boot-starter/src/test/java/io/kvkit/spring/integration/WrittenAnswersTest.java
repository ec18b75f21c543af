package io.kvkit.spring.integration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class WrittenAnswersTest {

    @Nested
    class WebFluxOnMemory extends WrittenAnswersContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends WrittenAnswersContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }
}
