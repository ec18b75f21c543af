package io.kvkit.spring.integration;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class PartialAnswersTest {

    @Nested
    class MvcOnMemory extends PartialAnswersContract {

        MvcOnMemory() {
            super(Stack.MVC_ON_MEMORY);
        }
    }

    @Nested
    class WebFluxOnMemory extends PartialAnswersContract {

        WebFluxOnMemory() {
            super(Stack.WEBFLUX_ON_MEMORY);
        }
    }
}
