package io.kvkit.spring.integration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class ReplayShapesTest {

    @Nested
    class MvcOnMemory extends ReplayShapesContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    /** On a JDK that has them, with virtual threads. */
    @Nested
    class MvcOnRedis extends ReplayShapesContract {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS, "spring.threads.virtual.enabled=true");
        }
    }

    @Nested
    class WebFluxOnMemory extends ReplayShapesContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends ReplayShapesContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }
}
