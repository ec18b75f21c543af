package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Timer;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.Recipes;
import io.kvkit.store.KvStore;
import io.kvkit.tck.ForwardingKvStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients whose areas have stores of their own, and recipes that two clients share. */
class AreaStoresTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final List<String> closed = new ArrayList<>();
    private final KvStore main = store("main");
    private final KvStore caches = store("caches");
    private final KvStore limits = store("limits");

    private KvStore store(String name) {
        return new ForwardingKvStore(new InMemoryKvStore()) {
            @Override
            public void close() {
                closed.add(name);
                super.close();
            }
        };
    }

    private static int keys(KvStore store) {
        return store.scan("", 100).toCompletableFuture().join().size();
    }

    private static void useEveryArea(KvClient client) {
        client.guardedGet("k", MINUTE, String.class, () -> "v");
        client.idempotentExecute("k", String.class, () -> "v");
        client.processOnce("k", () -> {});
        client.rateLimit("k", 1, MINUTE);
        client.lease("k").tryAcquire(MINUTE);
        client.set("k", new byte[] {1});
    }

    @Test
    void eachAreaIsKeptOnItsStore() {
        KvClient client = KvClient.builder()
                .store(main)
                .store(Area.CACHE, caches)
                .sharedStore(Area.RATE_LIMIT, limits)
                .build();
        useEveryArea(client);
        assertThat(keys(caches)).isOne();
        assertThat(keys(limits)).isOne();
        assertThat(keys(main)).isEqualTo(4);
        client.close();
        assertThat(closed).containsExactlyInAnyOrder("main", "caches");
    }

    @Test
    void storeThatIsUsedTwiceIsClosedOnce() {
        KvClient.builder().store(main).store(Area.LEASE, main).build().close();
        assertThat(closed).containsExactly("main");
    }

    @Test
    void sharedRecipesAndTheirStoresOutliveTheClient() {
        Recipes recipes =
                Recipes.on(caches, Timer.system("shared")).localStore(caches).build();
        KvClient one = KvClient.builder().sharedStore(main).recipes(recipes).build();
        KvClient other = KvClient.builder().sharedStore(main).recipes(recipes).build();
        useEveryArea(one);
        assertThat(keys(main)).isOne();
        assertThat(keys(caches)).isEqualTo(5);
        one.close();
        assertThat(closed).isEmpty();
        assertThat(other.guardedGet("k", MINUTE, String.class, () -> "again")).isEqualTo("v");
    }
}
