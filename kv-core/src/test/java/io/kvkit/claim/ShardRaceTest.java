package io.kvkit.claim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.claim.ClaimReply.Claimed;
import io.kvkit.claim.Completion.IfMissing;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.Connected;
import io.kvkit.tck.TestRedis;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many deliveries of the same events at once, whose records are in few values. */
@Tag("slow")
class ShardRaceTest {

    private static final int THREADS = 64;
    private static final int EVENTS = 200;
    private static final long TTL = Duration.ofDays(7).toMillis();

    private final Namespace events = Namespace.of(
                    "test", "dedupe", UUID.randomUUID().toString(), Retention.KEPT)
            .sharded(16);
    private final AtomicIntegerArray handled = new AtomicIntegerArray(EVENTS);

    @Test
    void eachEventIsHandledOnce() throws Exception {
        var settings = LettuceSettings.ofUri(TestRedis.uri()).timeout(Duration.ofSeconds(20));
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try (KvStore redis = Connected.await(new LettuceKvStore(settings.build()))) {
            Claims claims = new Claims(new ShardedStore(redis), new VirtualTime());
            List<Callable<Void>> deliveries = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                deliveries.add(() -> deliverAll(claims));
            }
            for (Future<Void> ended : threads.invokeAll(deliveries, 180, TimeUnit.SECONDS)) {
                ended.get();
            }
            assertThat(Failures.join(redis.exists(events.shard(0)))).isTrue();
        } finally {
            threads.shutdownNow();
        }
        for (int i = 0; i < EVENTS; i++) {
            assertThat(handled.get(i)).as("event %s", i).isOne();
        }
    }

    private Void deliverAll(Claims claims) {
        for (int i = 0; i < EVENTS; i++) {
            Key key = events.key("evt-" + i);
            Token token = Token.random();
            if (Failures.join(claims.claim(key, ClaimRequest.create(token, null, 30_000, TTL))) instanceof Claimed) {
                handled.incrementAndGet(i);
                Completion done = new Completion(new byte[0], TTL, TTL, 0, null, IfMissing.RECREATE);
                assertThat(Failures.join(claims.complete(key, token, done))).isEqualTo(CompleteReply.STORED);
            }
        }
        return null;
    }
}
