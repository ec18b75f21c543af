package io.kvkit.tag;

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

/** The changes of tags do the same in Java and in Lua. */
@Tag("slow")
class TagDifferentialTest {

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
                Differential differential = new Differential(server.uri(), Time.OF_THE_SERVER, Differential.SEED + 3)) {
            differential.run(new TagScenario(), Differential.STEPS / 4);
        }
    }

    private static void agreeOn(String uri) throws Exception {
        try (Differential differential = new Differential(uri, Time.GIVEN, Differential.SEED + 3)) {
            var replies = differential.run(new TagScenario(), Differential.STEPS);
            assertThat(replies).containsOnlyKeys("tags");
        }
    }
}
