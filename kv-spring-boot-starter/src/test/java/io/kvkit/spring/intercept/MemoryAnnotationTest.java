package io.kvkit.spring.intercept;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MemoryAnnotationTest extends AnnotationContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return runner.withPropertyValues("kv.store=memory");
    }
}
