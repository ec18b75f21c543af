package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.tck.Differential.Time;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The claim transitions do the same in Java and in Lua to the records of a shard. */
@Tag("slow")
class ShardDifferentialTest {

    @Test
    void renditionsAgreeOnTheCurrentServer() throws Exception {
        agreeOn(TestRedis.uri());
    }

    @Test
    void renditionsAgreeOnTheOldestServer() throws Exception {
        agreeOn(TestRedis.oldestUri());
    }

    @Test
    void renditionsAgreeByTheTimeOfTheServer() throws Exception {
        try (RedisServer server = RedisServer.start(RedisBinary.values()[0]);
                Differential differential = new Differential(server.uri(), Time.OF_THE_SERVER, Differential.SEED)) {
            var replies = differential.run(new ShardScenario(), Differential.STEPS / 4);
            assertThat(replies.get("claim")).containsKeys(1, 2, 3, 4, 5, 6, 127);
        }
    }

    private static void agreeOn(String uri) throws Exception {
        try (Differential differential = new Differential(uri, Time.GIVEN, Differential.SEED)) {
            var replies = differential.run(new ShardScenario(), Differential.STEPS);
            assertThat(replies)
                    .containsOnlyKeys(
                            "claim", "renew", "complete", "fail", "resolve", "invalidate", "put", "note", "mark");
            assertThat(replies.get("claim")).containsOnlyKeys(1, 2, 3, 4, 5, 6, 127);
            assertThat(replies.get("complete")).containsOnlyKeys(1, 2, 3, 4, 127);
            assertThat(replies.get("fail")).containsOnlyKeys(1, 2, 3, 127);
            assertThat(replies.get("mark")).containsOnlyKeys(1, 2, 3, 127);
        }
    }
}
