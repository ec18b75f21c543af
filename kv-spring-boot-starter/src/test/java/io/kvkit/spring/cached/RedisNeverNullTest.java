package io.kvkit.spring.cached;

import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Tag("slow")
class RedisNeverNullTest extends NeverNullContract {

    @Override
    ApplicationContextRunner on(ApplicationContextRunner runner) {
        return runner.withPropertyValues("kv.redis.uri=" + TestRedis.uri(), "kv.redis.timeout=20s");
    }
}
