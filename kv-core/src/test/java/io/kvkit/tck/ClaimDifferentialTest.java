package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Differential.Time;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The claim transitions do the same in Java and in Lua. */
@Tag("slow")
class ClaimDifferentialTest {

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
            var replies = differential.run(new ClaimScenario(), Differential.STEPS / 4);
            assertThat(replies.get("claim")).containsKeys(1, 2, 3, 4, 5, 6, 127);
        }
    }

    private static void agreeOn(String uri) throws Exception {
        try (Differential differential = new Differential(uri, Time.GIVEN, Differential.SEED)) {
            Map<String, Map<Integer, Integer>> replies = differential.run(new ClaimScenario(), Differential.STEPS);
            assertThat(replies)
                    .containsOnlyKeys(
                            "claim", "renew", "complete", "fail", "resolve", "invalidate", "put", "note", "mark");
            assertThat(replies.get("claim")).containsOnlyKeys(1, 2, 3, 4, 5, 6, 127);
            assertThat(replies.get("renew")).containsOnlyKeys(0, 1, 127);
            assertThat(replies.get("complete")).containsOnlyKeys(1, 2, 3, 4, 127);
            assertThat(replies.get("fail")).containsOnlyKeys(1, 2, 3, 127);
            assertThat(replies.get("resolve")).containsOnlyKeys(1, 2, 3, 127);
            assertThat(replies.get("invalidate")).containsOnlyKeys(0, 1);
            assertThat(replies.get("note")).containsOnlyKeys(0, 1, 127);
            assertThat(replies.get("mark")).containsOnlyKeys(1, 2, 3, 127);
        }
    }
}
