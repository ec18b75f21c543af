package io.kvkit.value;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Differential;
import io.kvkit.tck.Differential.Time;
import io.kvkit.tck.RedisBinary;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestRedis;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The conditional changes of values do the same in Java and in Lua. What is left of a life is compared by the TCK. */
@Tag("slow")
class ValueDifferentialTest {

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
                Differential differential = new Differential(server.uri(), Time.OF_THE_SERVER, Differential.SEED + 1)) {
            differential.run(new ValueScenario(), Differential.STEPS / 4);
        }
    }

    private static void agreeOn(String uri) throws Exception {
        try (Differential differential = new Differential(uri, Time.GIVEN, Differential.SEED + 1)) {
            var replies = differential.run(new ValueScenario(), Differential.STEPS);
            assertThat(replies)
                    .containsOnlyKeys("set_if_absent", "increment", "compare_and_set", "compare_and_delete", "expire");
            assertThat(replies.values()).allSatisfy(seen -> assertThat(seen).containsOnlyKeys(0, 1));
        }
    }
}
