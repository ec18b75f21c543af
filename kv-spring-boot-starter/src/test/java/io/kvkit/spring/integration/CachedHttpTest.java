package io.kvkit.spring.integration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class CachedHttpTest {

    @Nested
    class MvcOnMemory extends CachedHttpContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    @Nested
    class MvcOnRedis extends CachedHttpContract {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS);
        }
    }

    @Nested
    class WebFluxOnMemory extends CachedHttpContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends CachedHttpContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }
}
