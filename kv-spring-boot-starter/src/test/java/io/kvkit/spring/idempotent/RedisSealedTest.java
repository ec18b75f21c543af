package io.kvkit.spring.idempotent;

import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("slow")
class RedisSealedTest extends SealedContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return runner.withPropertyValues("kv.redis.uri=" + TestRedis.uri(), "kv.redis.timeout=20s");
    }
}
