package io.kvkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Signals;
import io.kvkit.store.Ttl;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a signal of Redis takes, from the start of a write to the listener in another store. */
@Tag("slow")
class SignalLatencyTest {

    private static final int WARM_UP = 1_000;
    private static final int WRITES = 2_000;

    private static final Namespace NAMESPACE = Namespace.of("bench", "cache", "products", Retention.EVICTABLE);

    /** Notes when it hears. */
    private static final class Ear implements Signals.Listener {

        private final LinkedBlockingQueue<Long> heard = new LinkedBlockingQueue<>();

        @Override
        public void changed(Key key) {
            heard.add(System.nanoTime());
        }

        @Override
        public void anythingChanged() {}

        long awaitNanos() throws InterruptedException {
            Long nanos = heard.poll(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(nanos).isNotNull();
            return nanos;
        }
    }

    @Test
    void everyWriteIsSignalled() throws InterruptedException {
        try (RedisServer server = RedisServer.start();
                KvStore writing = open(server);
                KvStore listening = open(server)) {
            Ear ear = new Ear();
            Signals.Subscription subscription =
                    listening.signals().orElseThrow().listen(NAMESPACE, ear);
            Eventually.until(() -> subscription.silenceNanos() < Long.MAX_VALUE);
            measure(writing, ear, WARM_UP);
            long[] micros = measure(writing, ear, WRITES);
            System.out.printf(
                    "signal of a write: p50 %d us, p99 %d us%n", micros[WRITES / 2], micros[WRITES * 99 / 100]);
        }
    }

    private static long[] measure(KvStore writing, Ear ear, int writes) throws InterruptedException {
        long[] micros = new long[writes];
        for (int i = 0; i < writes; i++) {
            long start = System.nanoTime();
            Failures.join(writing.set(NAMESPACE.key("1"), new byte[100], Ttl.NONE));
            micros[i] = (ear.awaitNanos() - start) / 1_000;
        }
        Arrays.sort(micros);
        return micros;
    }

    private static KvStore open(RedisServer server) {
        return Connected.await(new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                .timeout(Duration.ofSeconds(OnRedis.TIMEOUT_SECONDS))
                .build()));
    }
}
