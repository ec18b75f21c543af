package io.kvkit.spring.idempotent;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class MemorySealedTest extends SealedContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return runner.withPropertyValues("kv.store=memory");
    }
}
