package io.kvkit.permit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Differential;
import io.kvkit.tck.Differential.Time;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestRedis;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The script of permits gives the same bits in Java and in Lua. */
@Tag("slow")
class PermitDifferentialTest {

    @Test
    void renditionsAgreeOnTheCurrentServer() throws Exception {
        agreeOn(TestRedis.uri());
    }

    @Test
    void renditionsAgreeOnTheOldestServer() throws Exception {
        agreeOn(TestRedis.oldestUri());
    }

    @ParameterizedTest
    @EnumSource(RedisBinary.class)
    void renditionsAgreeByTheTimeOfTheServer(RedisBinary binary) throws Exception {
        try (RedisServer server = RedisServer.start(binary);
                Differential differential = new Differential(server.uri(), Time.OF_THE_SERVER, Differential.SEED)) {
            assertThat(differential.run(new PermitScenario(), Differential.STEPS / 4))
                    .containsOnlyKeys("permits");
        }
    }

    private static void agreeOn(String uri) throws Exception {
        try (Differential differential = new Differential(uri, Time.GIVEN, Differential.SEED)) {
            Map<Integer, Integer> kinds =
                    differential.run(new PermitScenario(), Differential.STEPS).get("permits");
            assertThat(kinds).containsOnlyKeys(0, 1);
            assertThat(kinds.get(1)).as("steps on good records").isGreaterThan(Differential.STEPS / 2);
        }
    }
}
