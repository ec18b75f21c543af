package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An application on a JVM of its own can be frozen and killed. */
@Tag("slow")
@Timeout(180)
class TestProcessTest {

    /** Counts in Redis for ever. */
    static final class Counting {

        private Counting() {}

        public static void main(String[] arguments) {
            RedisCommands<String, String> redis =
                    RedisClient.create(arguments[0]).connect().sync();
            while (true) {
                redis.incr("count");
            }
        }
    }

    @Test
    void applicationStandsStillGoesOnAndIsGone(@TempDir Path folder) {
        File log = folder.resolve("counting.log").toFile();
        try (RedisServer server = RedisServer.start();
                TestProcess application = TestProcess.java(Counting.class, List.of(server.uri()), log)) {
            awaitMoreThan(0, server);
            application.pause();
            // What was on its way when it was frozen may still arrive.
            Eventually.until(() -> count(server) == count(server));
            long frozen = count(server);
            assertThat(application.isAlive()).isTrue();
            application.resume();
            awaitMoreThan(frozen, server);
            application.kill();
            assertThat(application.isAlive()).isFalse();
            long last = count(server);
            assertThat(count(server)).isEqualTo(last);
        }
    }

    private static void awaitMoreThan(long count, RedisServer server) {
        Eventually.until(() -> count(server) > count);
    }

    private static long count(RedisServer server) {
        String count = RedisCluster.ask(server, redis -> redis.get("count"));
        return count == null ? 0 : Long.parseLong(count);
    }
}
