package io.kvkit.spring.integration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class AfterHandlerHttpTest {

    @Nested
    class MvcOnMemory extends AfterHandlerHttpContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY, FailingServlets.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"X-Fail-Advice", "X-Fail-Interceptor"})
        void failureAroundTheHandlerDoesNotLetItRunAgain(String part) {
            runsOnceAndIsNotRetained(
                    http.post("/not-acceptable").key(key).header(part, "yes"),
                    http.post("/not-acceptable").key(key));
        }
    }

    @Nested
    class MvcOnRedis extends AfterHandlerHttpContract {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS, FailingServlets.class);
        }
    }

    @Nested
    class WebFluxOnMemory extends AfterHandlerHttpContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY, FailingViews.class);
        }
    }

    @Nested
    class WebFluxOnRedis extends AfterHandlerHttpContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS, FailingViews.class);
        }
    }
}
