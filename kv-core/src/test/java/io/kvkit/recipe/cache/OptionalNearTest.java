package io.kvkit.recipe.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.PlainDriver;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.CacheEvent;
import io.kvkit.event.CacheEvent.Outcome;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries of the near cache that calls with and without an Optional share. */
class OptionalNearTest {

    private static final CacheSettings SETTINGS =
            CacheSettings.of("names", 60_000).withNear(NearSettings.BUILT_IN.withMode(NearSettings.Mode.ON));

    private final List<Outcome> events = new CopyOnWriteArrayList<>();
    private final VirtualTime time = new VirtualTime();
    private final KvStore store = new InMemoryKvStore(time);
    private final Cache cache =
            new Cache(store, time, KvListeners.of(event -> events.add(((CacheEvent) event).outcome())));
    private final Key key =
            Namespace.of("test", "cache", "names", Retention.EVICTABLE).key("1");

    private @Nullable Object get(ResultCodec codec, @Nullable Object loaded) throws Throwable {
        return new PlainDriver(Runnable::run).run(cache.guard(), CacheCall.of(key, SETTINGS, codec), args -> loaded);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "name")
    void eachCallGetsTheFormThatItDeclares(@Nullable String name) throws Throwable {
        ResultCodec plain = ResultCodec.of(new JacksonCodec(), String.class);
        ResultCodec optional = ResultCodec.ofOptional(new JacksonCodec(), String.class);
        get(plain, name);
        get(optional, Optional.of("other"));
        events.clear();
        for (int i = 0; i < 2; i++) {
            assertThat(get(plain, "other")).isEqualTo(name);
            assertThat(get(optional, Optional.of("other"))).isEqualTo(Optional.ofNullable(name));
        }
        assertThat(events).hasSize(4).containsOnly(name == null ? Outcome.NEAR_NULL_HIT : Outcome.NEAR_HIT);
        cache.close();
    }

    @Test
    void nullIsNotFoundForAMethodThatCannotReturnIt() throws Throwable {
        ResultCodec plain = ResultCodec.of(new JacksonCodec(), String.class);
        get(plain, null);
        get(plain, null);
        NearCache near = Objects.requireNonNull(cache.near(key.namespace(), SETTINGS));
        assertThat(near.find(key, plain)).isNotNull();
        assertThat(near.find(key, plain.neverNull())).isNull();
        cache.close();
    }
}
