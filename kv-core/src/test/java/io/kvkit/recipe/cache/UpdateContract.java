package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Failures;
import io.kvkit.call.Timer;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.CallStyle;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Values that are put into a cache after a mark: an invalidation since the mark beats them, on every store. */
abstract class UpdateContract {

    private static final CacheSettings PLAIN = CacheSettings.of("products", 600_000);
    private static final CacheSettings TAGGED = PLAIN.withTagged(true);
    private static final CacheRules TOYS = new CacheRules() {
        @Override
        public Collection<String> tags(@Nullable Object result) {
            return List.of("toys");
        }
    };

    private final Namespace products =
            Namespace.of(UUID.randomUUID().toString(), "cache", "products", Retention.EVICTABLE);
    private final Timer timer = Timer.system("update-test");
    private KvStore store;
    private Cache one;
    private Cache other;

    /** Opens a store that all processes share. */
    abstract KvStore store();

    @BeforeEach
    void begin() {
        store = store();
        one = new Cache(store, timer, KvListeners.NONE);
        other = new Cache(store, timer, KvListeners.NONE);
    }

    @AfterEach
    void end() {
        one.close();
        other.close();
        store.close();
    }

    private CacheCall call(CacheSettings settings) {
        return new CacheCall(products.key("1"), settings, ResultCodec.of(new JacksonCodec(), String.class), TOYS);
    }

    private static @Nullable Object get(Cache cache, CacheCall call, String loaded) {
        return CallStyle.STAGE
                .start(cache.guard(), call, () -> CompletableFuture.completedFuture(loaded))
                .join();
    }

    /** Marks, lets something happen, and puts. */
    private void update(CacheCall call, String value, Runnable meanwhile) {
        Mark mark = Failures.join(one.updates().mark(call));
        meanwhile.run();
        Failures.join(one.updates().put(call, value, mark));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void updateIsStored(boolean isThere) {
        CacheCall call = call(PLAIN);
        if (isThere) {
            get(one, call, "old");
        }
        update(call, "new", () -> {});
        assertThat(get(other, call, "loaded")).isEqualTo("new");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void invalidationOfTheKeyBeatsAnUpdateThatBeganBefore(boolean isThere) {
        CacheCall call = call(PLAIN);
        if (isThere) {
            get(one, call, "old");
        }
        update(call, "of before", () -> Failures.join(other.invalidate(call.key())));
        assertThat(get(other, call, "new")).isEqualTo("new");
        assertThat(get(one, call, "newer")).isEqualTo("new");
    }

    @Test
    void invalidationOfATagBeatsAnUpdateThatBeganBefore() {
        update(call(TAGGED), "of before", () -> Failures.join(other.invalidateTags(products, List.of("toys"))));
        assertThat(get(other, call(TAGGED), "new")).isEqualTo("new");
    }

    @Test
    void invalidationOfEverythingBeatsAnUpdateThatBeganBefore() {
        update(call(TAGGED), "of before", () -> Failures.join(other.invalidateAll(products)));
        assertThat(get(other, call(TAGGED), "new")).isEqualTo("new");
    }

    @Test
    void invalidationOfATagBeatsAnUpdateWhoseKeyCameWithItsValue() {
        Mark mark = Failures.join(one.updates().mark(products, TAGGED));
        Failures.join(other.invalidateTags(products, List.of("toys")));
        Failures.join(one.updates().put(call(TAGGED), "of before", mark));
        assertThat(get(other, call(TAGGED), "new")).isEqualTo("new");
    }

    @Test
    void updateWhoseKeyCameWithItsValueIsStored() {
        Mark mark = Failures.join(one.updates().mark(products, TAGGED));
        Failures.join(one.updates().put(call(TAGGED), "new", mark));
        assertThat(get(other, call(TAGGED), "loaded")).isEqualTo("new");
    }

    @Test
    void secondOfTwoUpdatesThatCrossRemovesTheFirst() {
        CacheCall call = call(PLAIN);
        update(call, "first", () -> update(call, "second", () -> {}));
        assertThat(get(other, call, "loaded")).isEqualTo("loaded");
    }

    @Test
    void markKeepsNobodyWaiting() {
        CacheCall call = call(PLAIN);
        update(call, "of before", () -> assertThat(get(other, call, "loaded")).isEqualTo("loaded"));
        assertThat(get(other, call, "newer")).isEqualTo("newer");
    }

    @Test
    void updateThatCouldNotBeMarkedOnlyRemoves() {
        CacheCall call = call(PLAIN);
        get(one, call, "old");
        Failures.join(one.updates().put(call, "put", null));
        assertThat(get(other, call, "loaded")).isEqualTo("loaded");
    }
}
