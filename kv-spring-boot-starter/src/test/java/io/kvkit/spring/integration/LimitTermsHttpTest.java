package io.kvkit.spring.integration;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class LimitTermsHttpTest {

    /** What only servlets can do. */
    abstract static class OnServlets extends LimitTermsHttpContract {

        OnServlets(Stack stack) {
            super(stack, List.of(Logins.class, LateLogins.class));
        }

        @ParameterizedTest
        @ValueSource(strings = {"callable", "deferred", "set", "sent"})
        void answersThatAreNotReturnedCountToo(String shape) {
            locks(shape);
        }
    }

    @Nested
    class MvcOnMemory extends OnServlets {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    @Nested
    class MvcOnRedis extends OnServlets {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS);
        }
    }

    @Nested
    class WebFluxOnMemory extends LimitTermsHttpContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY, List.of(Logins.class));
        }
    }

    @Nested
    class WebFluxOnRedis extends LimitTermsHttpContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS, List.of(Logins.class));
        }
    }
}
