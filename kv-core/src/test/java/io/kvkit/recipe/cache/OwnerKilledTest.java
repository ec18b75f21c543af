package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.lettuce.LettuceKvStore;
import io.kvkit.lettuce.LettuceSettings;
import io.kvkit.store.Key;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.RedisServer;
import io.kvkit.tck.TestProcess;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The process that loads a key is killed, and another one loads when its lease has ended. */
@Tag("slow")
@Timeout(180)
class OwnerKilledTest {

    private static final int CALLERS = 50;
    private static final Key KEY = CacheOnRedis.key("of-the-killed");
    private static final CacheSettings SETTINGS = CacheOnRedis.lasting(600_000).withLoading(Loading.of(3_000, 60_000));

    private static CacheOnRedis open(String uri) {
        return new CacheOnRedis(
                Connected.await(new LettuceKvStore(LettuceSettings.ofUri(uri)
                        .timeout(Duration.ofSeconds(20))
                        .build())),
                SETTINGS);
    }

    /** Loads without an end. */
    static final class Endless {

        private Endless() {}

        public static void main(String[] arguments) {
            CacheOnRedis process = open(arguments[0]);
            process.get(CallStyle.STAGE, KEY, CompletableFuture::new);
            while (true) {
                LockSupport.park();
            }
        }
    }

    @Test
    void oneOfTheWaitingCallsLoads() {
        Path folder = TestProcess.newFolder();
        AtomicInteger loads = new AtomicInteger();
        try (RedisServer server = RedisServer.start();
                CacheOnRedis here = open(server.uri());
                TestProcess owner = TestProcess.java(
                        Endless.class, List.of(server.uri()), new File(folder.toFile(), "owner.log"))) {
            Eventually.until(
                    "a load in the other process",
                    () -> here.store.exists(KEY).toCompletableFuture().join());
            List<CompletableFuture<@Nullable Object>> calls = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                calls.add(here.get(CallStyle.STAGE, KEY, () -> {
                    loads.incrementAndGet();
                    return CompletableFuture.completedFuture("mine");
                }));
            }
            owner.kill();
            assertThat(calls).allSatisfy(call -> assertThat(call.join()).isEqualTo("mine"));
            assertThat(loads).hasValue(1);
            assertThat(here.count(Outcome.MISS)).isEqualTo(1);
        }
    }
}
