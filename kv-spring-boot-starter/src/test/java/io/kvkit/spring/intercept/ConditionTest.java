package io.kvkit.spring.intercept;

import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

@Tag("slow")
class ConditionTest {

    @Nested
    class OnMemory extends ConditionContract {

        OnMemory() {
            super("kv.store=memory");
        }
    }

    @Nested
    class OnRedis extends ConditionContract {

        OnRedis() {
            super("kv.redis.uri=" + TestRedis.uri(), "kv.redis.timeout=20s", "kv.rate-limit.timeout=20s");
        }
    }
}
