package io.kvkit.spring.integration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class WaitingTest {

    @Nested
    class MvcOnMemory extends WaitingContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    @Nested
    class MvcOnRedis extends WaitingContract {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS);
        }
    }

    @Nested
    class WebFluxOnMemory extends WaitingContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends WaitingContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }
}
