package io.kvkit.spring.ratelimited;

import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("slow")
class MemoryConcurrencyTest extends ConcurrencyContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return runner.withPropertyValues("kv.store=memory");
    }
}
