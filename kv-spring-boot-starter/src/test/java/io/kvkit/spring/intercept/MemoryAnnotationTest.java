package io.kvkit.spring.intercept;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("slow")
class MemoryAnnotationTest extends AnnotationContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return runner.withPropertyValues("kv.store=memory");
    }
}
