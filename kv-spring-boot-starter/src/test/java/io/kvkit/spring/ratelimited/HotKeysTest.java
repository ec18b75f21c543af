package io.kvkit.spring.ratelimited;

import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class HotKeysTest {

    @Nested
    class OnMemory extends HotKeysContract {

        @Override
        ApplicationContextRunner on(ApplicationContextRunner runner) {
            return runner.withPropertyValues("kv.store=memory");
        }
    }

    @Nested
    @Tag("slow")
    class OnRedis extends HotKeysContract {

        @Override
        ApplicationContextRunner on(ApplicationContextRunner runner) {
            return runner.withPropertyValues(
                    "kv.redis.uri=" + TestRedis.uri(), "kv.redis.timeout=20s", "kv.rate-limit.timeout=20s");
        }
    }
}
