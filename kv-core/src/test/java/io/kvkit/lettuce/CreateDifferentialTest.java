package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Transition;
import io.kvkit.store.Ttl;
import io.kvkit.tck.ClaimScenario;
import io.kvkit.tck.ClockedKvStore;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.VirtualTime;
import io.kvkit.value.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random histories of claims and marks, once by SET where it is enough, and once by scripts only. */
@Tag("slow")
class CreateDifferentialTest {

    private static final long SEED = Long.getLong("kv.test.seed", 20_261_130);
    private static final int KEYS = 100;
    private static final int ROUNDS = 50;

    private final Namespace keys = Namespace.of("t", "kv", "raw", Retention.KEPT);
    private final RedisServer server = RedisServer.start();
    private final KvStore store = Creations.connect(server);
    // The server's time ends no record: each lives long at first, and for ever after the step.
    private final ClaimScenario scenario = new ClaimScenario(300_000, 301_000, 86_400_000L);

    @AfterEach
    void close() {
        store.close();
        server.close();
    }

    /** The same history under two keys, at a time of its own. */
    private final class Pair {

        private final Key plain;
        private final Key scripted;
        private final SplittableRandom random;
        private long now = VirtualTime.START_MICROS;
        private byte @Nullable [] value;
        private final KvStore clocked = new ClockedKvStore(store, () -> now);

        Pair(int i) {
            this.plain = keys.key("plain" + i);
            this.scripted = keys.key("script" + i);
            this.random = new SplittableRandom(SEED + i);
        }

        CompletionStage<?> step() {
            now = Math.max(1, now + scenario.advance(random, value, now));
            byte[] intrusion = scenario.intrusion(random, value);
            if (intrusion != null) {
                value = intrusion;
                store.set(plain, intrusion, Ttl.NONE);
                store.set(scripted, intrusion, Ttl.NONE);
            }
            return compare(scenario.next(random, value, now));
        }

        private <R> CompletionStage<?> compare(Transition<R> transition) {
            var one = told(clocked.apply(plain, transition));
            var other = told(clocked.apply(scripted, new ByScript<>(transition)));
            return one.thenCombine(other, (reply, expected) -> same(transition, reply, expected))
                    .thenCompose(done -> store.get(plain)
                            .thenCombine(store.get(scripted), (found, expected) -> same(transition, found, expected)))
                    .thenAccept(found -> value = (byte[]) found)
                    .thenCompose(done -> lasting(plain))
                    .thenCompose(done -> lasting(scripted));
        }

        private CompletionStage<?> lasting(Key key) {
            return store.apply(key, Values.expire(Ttl.NONE));
        }

        private @Nullable Object same(Transition<?> transition, @Nullable Object found, @Nullable Object expected) {
            assertThat(found)
                    .as("seed %d, %s, time %d, %s", SEED, plain, now, transition)
                    .usingRecursiveComparison()
                    .isEqualTo(expected);
            return found;
        }

        // A refusal names the key.
        private static CompletionStage<Object> told(CompletionStage<?> reply) {
            return reply.handle((answer, failure) ->
                    failure == null ? answer : Failures.unwrap(failure).getClass());
        }
    }

    @Test
    void repliesAndRecordsAreTheSame() {
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            pairs.add(new Pair(i));
        }
        long before = Creations.calls(server, "set");
        for (int round = 0; round < ROUNDS; round++) {
            Failures.join(CompletableFuture.allOf(pairs.stream()
                    .map(pair -> pair.step().toCompletableFuture())
                    .toArray(CompletableFuture[]::new)));
        }
        assertThat(Creations.calls(server, "set") - before).isGreaterThan(KEYS);
    }
}
