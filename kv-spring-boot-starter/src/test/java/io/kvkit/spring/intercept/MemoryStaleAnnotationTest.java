package io.kvkit.spring.intercept;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("slow")
class MemoryStaleAnnotationTest extends StaleAnnotationContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return runner.withPropertyValues("kv.store=memory");
    }
}
