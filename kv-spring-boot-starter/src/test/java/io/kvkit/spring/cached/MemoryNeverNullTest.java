package io.kvkit.spring.cached;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("slow")
class MemoryNeverNullTest extends NeverNullContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return runner.withPropertyValues("kv.store=memory");
    }
}
