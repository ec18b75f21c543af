package io.kvkit.spring.idempotent;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MemoryContextTest extends ContextContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return runner.withPropertyValues("kv.store=memory");
    }
}
