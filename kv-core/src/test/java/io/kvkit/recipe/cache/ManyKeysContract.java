package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.recipe.cache.near.NearSettings.Mode;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import io.kvkit.tck.FaultyKvStore;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the removal of several keys promises; held on every store. */
abstract class ManyKeysContract {

    private static final CacheSettings SETTINGS = CacheSettings.of("products", 600_000);
    private static final CacheSettings NEAR = SETTINGS.withNear(NearSettings.BUILT_IN.withMode(Mode.ON));

    private final Namespace products =
            Namespace.of(UUID.randomUUID().toString(), "cache", "products", Retention.EVICTABLE);
    private FaultyKvStore store;
    private Cache cache;

    abstract KvStore store();

    @BeforeEach
    void begin() {
        store = new FaultyKvStore(store());
        cache = new Cache(store, Timer.system("many-keys"), KvListeners.NONE);
    }

    @AfterEach
    void end() {
        cache.close();
        store.close();
    }

    private List<Key> keys(String... ids) {
        return List.of(ids).stream().map(products::key).toList();
    }

    private @Nullable Object get(CacheSettings settings, String id, String loaded) {
        CacheCall call = CacheCall.of(products.key(id), settings, ResultCodec.of(new JacksonCodec(), String.class));
        return CallStyle.STAGE
                .start(cache.guard(), call, () -> CompletableFuture.completedFuture(loaded))
                .join();
    }

    @Test
    void allOfThemAreRemovedInOneBatchAndNoOthers() {
        for (String id : List.of("1", "2", "3")) {
            get(SETTINGS, id, "old");
        }
        Failures.join(cache.invalidate(keys("1", "2", "2", "unknown")));
        assertThat(get(SETTINGS, "1", "new")).isEqualTo("new");
        assertThat(get(SETTINGS, "2", "new")).isEqualTo("new");
        assertThat(get(SETTINGS, "3", "new")).isEqualTo("old");
        assertThat(store.count("applyAll")).isOne();
        assertThat(store.count("invalidate")).isZero();
    }

    @Test
    void noKeyIsNoWork() {
        Failures.join(cache.invalidate(List.of()));
        assertThat(store.count("applyAll")).isZero();
    }

    @Test
    void resultsInThisProcessAreRemovedToo() {
        get(NEAR, "1", "old");
        get(NEAR, "1", "old");
        assertThat(get(NEAR, "1", "new")).isEqualTo("old");
        Failures.join(cache.invalidate(keys("1", "2")));
        assertThat(get(NEAR, "1", "new")).isEqualTo("new");
    }

    @Test
    void computationsUnderWayAreCancelled() throws Exception {
        isCancelled(CallStyle.PLAIN);
        isCancelled(CallStyle.STAGE);
    }

    private void isCancelled(CallStyle style) throws Exception {
        CompletableFuture<Object> load = new CompletableFuture<>();
        CountDownLatch loading = new CountDownLatch(1);
        CacheCall call = CacheCall.of(products.key("1"), SETTINGS, ResultCodec.of(new JacksonCodec(), String.class));
        var slow = style.start(cache.guard(), call, () -> {
            loading.countDown();
            return load;
        });
        loading.await();
        Failures.join(cache.invalidate(keys("1", "2")));
        load.complete("old");
        assertThat(slow.join()).isEqualTo("old");
        assertThat(get(SETTINGS, "1", "new")).isEqualTo("new");
        Failures.join(cache.invalidate(keys("1", "2")));
    }
}
