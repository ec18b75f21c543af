package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class TestRedisTest {

    @Test
    void sharedServerIsOneAndAnswers() {
        assertThat(TestRedis.uri()).isEqualTo(TestRedis.uri());
        assertThat(info(TestRedis.uri())).contains("redis_version:");
    }

    @Test
    void oldestServerIsRedis62() {
        assertThat(info(TestRedis.oldestUri())).contains("redis_version:6.2");
    }

    @Test
    void ownServerTakesOptionsAndComesBackEmptyOnItsPort() {
        try (RedisServer server = RedisServer.start("--maxmemory", "3mb")) {
            assertThat(info(server.uri())).contains("maxmemory:3145728");
            server.kill();
            assertThatThrownBy(() -> info(server.uri())).isInstanceOf(RuntimeException.class);
            server.restart();
            assertThat(info(server.uri())).contains("redis_version:7.0");
        }
    }

    @Test
    void frozenServerAnswersOnlyAfterItGoesOn() {
        try (RedisServer server = RedisServer.start()) {
            server.pause();
            assertThatThrownBy(() -> info(server.uri(), Duration.ofMillis(500))).isInstanceOf(RuntimeException.class);
            server.resume();
            assertThat(info(server.uri())).contains("redis_version:7.0");
        }
    }

    private static String info(String uri) {
        return info(uri, Eventually.PATIENCE);
    }

    private static String info(String uri, Duration timeout) {
        RedisURI address = RedisURI.create(uri);
        address.setTimeout(timeout);
        RedisClient client = RedisClient.create(address);
        try (var connection = client.connect()) {
            return connection.sync().info();
        } finally {
            client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
        }
    }
}
