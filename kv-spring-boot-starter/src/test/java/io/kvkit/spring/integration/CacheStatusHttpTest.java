package io.kvkit.spring.integration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class CacheStatusHttpTest {

    @Nested
    class MvcOnMemory extends CacheStatusHttpContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    @Nested
    class MvcOnRedis extends CacheStatusHttpContract {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS);
        }
    }

    @Nested
    class WebFluxOnMemory extends CacheStatusHttpContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends CacheStatusHttpContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }
}
