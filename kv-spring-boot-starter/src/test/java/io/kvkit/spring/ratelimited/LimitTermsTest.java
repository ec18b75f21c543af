package io.kvkit.spring.ratelimited;

import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class LimitTermsTest {

    @Nested
    class OnMemory extends LimitTermsContract {

        @Override
        ApplicationContextRunner on(ApplicationContextRunner runner) {
            return runner.withPropertyValues("kv.store=memory");
        }
    }

    @Nested
    @Tag("slow")
    class OnRedis extends LimitTermsContract {

        @Override
        ApplicationContextRunner on(ApplicationContextRunner runner) {
            return runner.withPropertyValues(
                    "kv.redis.uri=" + TestRedis.uri(), "kv.redis.timeout=20s", "kv.rate-limit.timeout=20s");
        }
    }
}
