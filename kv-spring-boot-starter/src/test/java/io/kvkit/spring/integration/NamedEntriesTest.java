package io.kvkit.spring.integration;

import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("slow")
class NamedEntriesTest {

    @Nested
    class OnMemory extends NamedEntriesContract {

        @Override
        ApplicationContextRunner on(ApplicationContextRunner runner) {
            return runner.withPropertyValues("kv.store=memory");
        }
    }

    @Nested
    class OnRedis extends NamedEntriesContract {

        @Override
        ApplicationContextRunner on(ApplicationContextRunner runner) {
            return runner.withPropertyValues(
                    "kv.redis.uri=" + TestRedis.uri(), "kv.redis.timeout=20s", "kv.rate-limit.timeout=20s");
        }
    }
}
