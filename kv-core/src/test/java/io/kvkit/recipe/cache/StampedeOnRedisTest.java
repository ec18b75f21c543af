package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Transition;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.ForwardingKvStore;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many callers in several processes ask for a key at once that nobody has loaded. */
@Tag("slow")
@Timeout(180)
class StampedeOnRedisTest {

    private static final int PROCESSES = 4;
    private static final int CALLERS = 200;
    private static final NearSettings NEAR = NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON);

    private static RedisServer server;
    private static List<Counted> stores;
    private static List<CacheOnRedis> processes;

    private final Key key = CacheOnRedis.key(UUID.randomUUID().toString());
    private final AtomicInteger loads = new AtomicInteger();
    private final CompletableFuture<String> load = new CompletableFuture<>();

    @BeforeAll
    static void start() {
        server = RedisServer.start();
        stores = Stream.generate(
                        () -> new Counted(Connected.await(new LettuceKvStore(LettuceSettings.ofUri(server.uri())
                                .timeout(Duration.ofSeconds(20))
                                .build()))))
                .limit(PROCESSES)
                .toList();
        processes = stores.stream()
                .map(store ->
                        new CacheOnRedis(store, CacheOnRedis.lasting(600_000).withNear(NEAR)))
                .toList();
        listen();
    }

    @AfterAll
    static void stop() {
        processes.forEach(CacheOnRedis::close);
        server.close();
    }

    // A process listens from its first read on.
    private static void listen() {
        processes.forEach(process -> process.get(CacheOnRedis.key("first"), "value"));
        stores.forEach(store -> new Heard(store).awaitUpTo(System.nanoTime()));
    }

    static Stream<CallStyle> styles() {
        return Stream.of(CallStyle.PLAIN, CallStyle.STAGE);
    }

    @ParameterizedTest
    @MethodSource("styles")
    void oneCallerLoads(CallStyle style) {
        stores.forEach(Counted::reset);
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            for (CacheOnRedis process : processes) {
                calls.add(process.get(style, key, () -> {
                    loads.incrementAndGet();
                    return load;
                }));
            }
        }
        Eventually.until(() -> loads.get() == 1);
        load.complete("value");
        assertThat(calls).allSatisfy(call -> assertThat(call.join()).isEqualTo("value"));
        assertThat(loads).hasValue(1);
    }

    /** The calls of one thread come one after the other, and none comes after the end of the load. */
    @Test
    void waitingProcessSendsAtMostThreeCommands() {
        stores.forEach(Counted::reset);
        List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            for (CacheOnRedis process : processes) {
                calls.add(process.get(CallStyle.STAGE, key, () -> load));
            }
        }
        load.complete("value");
        calls.forEach(CompletableFuture::join);
        assertThat(stores.stream().mapToInt(Counted::commands).sorted().limit(PROCESSES - 1))
                .allMatch(commands -> commands <= 3);
    }

    /** Counts the commands of one process. */
    private static final class Counted extends ForwardingKvStore {

        private final AtomicInteger reads = new AtomicInteger();
        private final AtomicInteger changes = new AtomicInteger();

        Counted(KvStore store) {
            super(store);
        }

        int commands() {
            return reads.get() + changes.get();
        }

        void reset() {
            reads.set(0);
            changes.set(0);
        }

        @Override
        public CompletionStage<byte @Nullable []> get(Key key) {
            reads.incrementAndGet();
            return super.get(key);
        }

        @Override
        public <R> CompletionStage<R> apply(Key key, Transition<R> transition) {
            changes.incrementAndGet();
            return super.apply(key, transition);
        }
    }
}
