package io.kvkit.meter;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Differential;
import io.kvkit.tck.Differential.Time;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestRedis;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Both scripts of the meter give the same bits in Java and in Lua. */
@Tag("slow")
class MeterDifferentialTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void renditionsAgreeOnTheCurrentServer(boolean fastPath) throws Exception {
        agreeOn(TestRedis.uri(), fastPath);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void renditionsAgreeOnTheOldestServer(boolean fastPath) throws Exception {
        agreeOn(TestRedis.oldestUri(), fastPath);
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void renditionsAgreeByTheTimeOfTheServer(RedisBinary binary) throws Exception {
        for (boolean fastPath : new boolean[] {true, false}) {
            try (RedisServer server = RedisServer.start(binary);
                    Differential differential = new Differential(server.uri(), Time.OF_THE_SERVER, Differential.SEED)) {
                var replies = differential.run(new MeterScenario(fastPath), Differential.STEPS / 4);
                assertThat(replies).containsOnlyKeys(fastPath ? "bucket" : "meter");
            }
        }
    }

    private static void agreeOn(String uri, boolean fastPath) throws Exception {
        try (Differential differential = new Differential(uri, Time.GIVEN, Differential.SEED)) {
            Map<String, Map<Integer, Integer>> replies =
                    differential.run(new MeterScenario(fastPath), Differential.STEPS);
            assertThat(replies).containsOnlyKeys(fastPath ? "bucket" : "meter");
            Map<Integer, Integer> kinds = replies.values().iterator().next();
            // 2: a calendar whose windows are too far from the time of the step.
            assertThat(kinds).containsOnlyKeys(fastPath ? new Integer[] {0, 1} : new Integer[] {0, 1, 2});
            assertThat(kinds.get(1)).as("steps on good records").isGreaterThan(Differential.STEPS / 2);
        }
    }
}
