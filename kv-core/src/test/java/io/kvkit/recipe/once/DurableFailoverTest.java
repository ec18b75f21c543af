package io.kvkit.recipe.once;

import static io.kvkit.recipe.once.DurableProcess.MIDDLE;
import static io.kvkit.recipe.once.DurableProcess.PATIENT;
import static io.kvkit.recipe.once.DurableProcess.call;
import static io.kvkit.recipe.once.DurableProcess.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.lettuce.RedisTopology;
import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.store.Durability;
import io.kvkit.store.Key;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.Handler;
import io.kvkit.tck.RedisCluster;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.SentinelSet;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls whose claims are durable, on a primary that dies, and on the replica that takes over. */
@Tag("slow")
@Timeout(120)
class DurableFailoverTest {

    private final SentinelSet set = SentinelSet.start(0);

    @Test
    void everyCallThatEndedIsReplayedByTheReplicaThatTookOver() {
        try (set;
                DurableProcess before = DurableProcess.on(set.first());
                DurableProcess after = DurableProcess.on(set.second())) {
            Once once = before.once(PATIENT);
            List<Key> ended = IntStream.range(0, 30)
                    .mapToObj(i -> before.keys.key("k" + i))
                    .toList();
            Handler running = Handler.open();
            Key held = before.keys.key("held");
            CallStyle.STAGE.start(once.guard(), call(held, OnStoreFailure.FAIL), running);
            running.awaitBegin();
            ended.forEach(key -> assertThat(answer(once, key, "first")).isEqualTo("first"));
            set.first().kill();
            takeOver();
            Once other = after.once(Durability.NONE);
            ended.forEach(key -> assertThat(answer(other, key, "second")).isEqualTo("first"));
            assertThatThrownBy(() -> answer(other, held, "second")).isInstanceOf(IdempotencyInProgressException.class);
        }
    }

    @Test
    void resultThatTheOldServerDidNotConfirmIsStoredOnTheNewOne() {
        var both = new RedisTopology.Replicated(List.of(address(set.first()), address(set.second())));
        try (set;
                DurableProcess following = DurableProcess.on(LettuceSettings.of(both));
                DurableProcess after = DurableProcess.on(set.second())) {
            Key key = following.key();
            Handler handler = Handler.open();
            var result = CallStyle.STAGE.start(following.once(MIDDLE).guard(), call(key, OnStoreFailure.FAIL), handler);
            handler.awaitBegin();
            set.second().pause();
            handler.finish("first");
            assertThat(Failures.<Object>join(result)).isEqualTo("first");
            set.first().kill();
            set.second().resume();
            takeOver();
            Once other = after.once(Durability.NONE);
            Eventually.until("a replay", () -> "first".equals(replay(other, key)));
        }
    }

    private void takeOver() {
        RedisCluster.ask(set.second(), redis -> redis.replicaofNoOne());
    }

    private static Object replay(Once once, Key key) {
        try {
            return answer(once, key, "second");
        } catch (IdempotencyInProgressException running) {
            return "running";
        }
    }

    private static Object answer(Once once, Key key, String value) {
        return run(CallStyle.PLAIN, once, call(key, OnStoreFailure.FAIL), Handler.returning(value));
    }

    private static Address address(RedisServer server) {
        return new Address(server.host(), server.port());
    }
}
