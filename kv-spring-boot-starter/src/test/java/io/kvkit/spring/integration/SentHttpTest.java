package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class SentHttpTest {

    @Nested
    class MvcOnMemory extends SentHttpContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }

        @ParameterizedTest
        @ValueSource(strings = {"stream", "reader"})
        void formThatIsReadAsAStreamIsComparedAndReadable(String path) {
            assertThat(compared(form(path, "a=1&b=2"), form(path, "a=1&b=3")).text())
                    .isEqualTo("a=1&b=2");
        }

        @Test
        void parametersAreThereAfterTheStreamWasCompared() {
            assertThat(compared(form("fields?c=4", "a=1&b=2"), form("fields?c=5", "a=1&b=2"))
                            .text())
                    .isEqualTo("12");
        }
    }

    @Nested
    class MvcOnRedis extends SentHttpContract {

        MvcOnRedis() {
            super(Stack.MVC_ON_REDIS);
        }
    }

    @Nested
    class WebFluxOnMemory extends SentHttpContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnRedis extends SentHttpContract {

        WebFluxOnRedis() {
            super(Stack.WEBFLUX_ON_REDIS);
        }
    }
}
