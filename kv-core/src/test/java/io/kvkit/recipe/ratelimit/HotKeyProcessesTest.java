package io.kvkit.recipe.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.meter.Algorithm;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestProcess;
import io.lettuce.core.KeyValue;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes on one hot key: together they are granted exactly the limit, again and again. {@code
 * -Dkvkit.limits.processes=8 -Dkvkit.limits.runs=100} is the long form.
 */
@Tag("slow")
@Timeout(1_200)
class HotKeyProcessesTest {

    private static final int PROCESSES = Integer.getInteger("kvkit.limits.processes", 2);
    private static final int RUNS = Math.min(1_000, Integer.getInteger("kvkit.limits.runs", 20));
    private static final int PATIENCE_SECONDS = 60;
    // Its windows begin with the calendar, perhaps in the midst of a run.
    private static final List<Algorithm> ALGORITHMS =
            List.of(Algorithm.TOKEN_BUCKET, Algorithm.SLIDING_WINDOW, Algorithm.FIXED_WINDOW, Algorithm.STRICT_WINDOW);

    @Test
    void exactlyTheLimitIsGranted(@TempDir Path folder) throws Exception {
        List<TestProcess> processes = new ArrayList<>();
        try (RedisServer server = RedisServer.start();
                RedisClient client = RedisClient.create(server.uri())) {
            for (int i = 0; i < PROCESSES; i++) {
                Path log = Files.createFile(folder.resolve(i + ".log"));
                processes.add(
                        TestProcess.java(LimitingProcess.class, List.of(server.uri(), commands(i)), log.toFile()));
            }
            RedisCommands<String, String> redis = client.connect().sync();
            for (int run = 0; run < RUNS; run++) {
                assertThat(granted(redis, run)).as("run %d", run).isEqualTo(LimitingProcess.LIMIT);
            }
        } finally {
            processes.forEach(TestProcess::close);
        }
    }

    private static String commands(int process) {
        return "commands:" + process;
    }

    private static int granted(RedisCommands<String, String> redis, int run) {
        String command = run + " " + ALGORITHMS.get(run % ALGORITHMS.size());
        redis.multi();
        for (int i = 0; i < PROCESSES; i++) {
            redis.rpush(commands(i), command);
        }
        redis.exec();
        int granted = 0;
        for (int i = 0; i < PROCESSES; i++) {
            KeyValue<String, String> reply = redis.blpop(PATIENCE_SECONDS, LimitingProcess.GRANTED);
            granted += Integer.parseInt(
                    Objects.requireNonNull(reply, "a process does not answer").getValue());
        }
        return granted;
    }
}
