package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class IdempotentHttpTest {

    @Nested
    class MvcOnMemory extends IdempotentHttpContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }

        @ParameterizedTest
        @ValueSource(strings = {"callable", "deferred"})
        void asynchronousShapesOfMvcAreReplayed(String shape) {
            Http.Call call = http.post("/" + shape).key(key);
            Reply first = call.send().hasStatus(200);
            Reply second = call.send().hasStatus(200);
            assertThat(second.replayed()).isTrue();
            assertThat(second.body()).isEqualTo(first.body());
        }
    }

    @Nested
    class MvcOnRedis extends IdempotentHttpContract {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS);
        }
    }

    @Nested
    class WebFluxOnMemory extends IdempotentHttpContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends IdempotentHttpContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }
}
