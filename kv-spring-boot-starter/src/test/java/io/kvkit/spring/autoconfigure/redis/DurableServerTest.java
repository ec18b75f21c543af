package io.kvkit.spring.autoconfigure.redis;

import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.lettuce.ServerInfo;
import io.kvkit.spring.KvPropertyException;
import io.kvkit.spring.idempotent.IdempotencyArea;
import io.kvkit.store.Durability;
import io.kvkit.store.Durability.Level;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DurableServerTest {

    @Test
    void fileOfTheServerMustBeOn() {
        assertThatThrownBy(() -> require(Level.AOF, Map.of("redis_version", "7.2.4", "aof_enabled", "0")))
                .isInstanceOf(KvPropertyException.class)
                .hasMessageContaining("kv.idempotency.durability=aof needs an append-only file")
                .hasMessageContaining("Set appendonly to yes and appendfsync to always");
    }

    @Test
    void serverMustKnowTheCommand() {
        assertThatThrownBy(() -> require(Level.AOF, Map.of("redis_version", "6.2.6", "aof_enabled", "1")))
                .isInstanceOf(KvPropertyException.class)
                .hasMessageContaining("WAITAOF, which Redis 6.2.6 does not have");
    }

    @Test
    void serverThatSuitsIsNotRefused() {
        assertThatNoException()
                .isThrownBy(() -> require(Level.AOF, Map.of("redis_version", "7.2.4", "aof_enabled", "1")));
        assertThatNoException()
                .isThrownBy(() -> require(Level.REPLICA, Map.of("redis_version", "6.2.6", "aof_enabled", "0")));
    }

    private static void require(Level level, Map<String, String> info) {
        DurableServer.require(new ServerInfo(info), IdempotencyArea.IDEMPOTENCY, Durability.of(level));
    }
}
