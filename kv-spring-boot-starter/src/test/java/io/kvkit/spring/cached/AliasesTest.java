package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.call.Aliases;
import io.kvkit.call.Failures;
import io.kvkit.codec.JacksonCodec;
import io.kvkit.codec.ResultCodec;
import io.kvkit.event.KvListeners;
import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.cache.near.NearCache;
import io.kvkit.recipe.cache.near.NearCaches;
import io.kvkit.recipe.cache.near.NearEntry;
import io.kvkit.recipe.cache.near.NearSettings;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The way from arguments to entries: to the entry of just these arguments, or to none. */
class AliasesTest {

    private static final int ENTRIES = 1_000;
    private static final Namespace NAMESPACE = Namespace.of("test", "cache", "aliases", Key.Retention.EVICTABLE);
    private static final ResultCodec CODEC = ResultCodec.of(new JacksonCodec(), String.class);

    private final KvStore store = new InMemoryKvStore();
    private final NearCaches caches = new NearCaches(store, KvListeners.NONE, System::nanoTime);
    private final NearCache near = caches.of(NAMESPACE, NearSettings.BUILT_IN.withSize(10_000));

    @AfterEach
    void close() {
        caches.close();
        store.close();
    }

    private NearEntry entry(String id) {
        Key key = NAMESPACE.key(id);
        near.begin(key).keep(CODEC, false, id, CODEC.encode(id), 0, store.nowMicros(key) + 60_000_000);
        return near.find(key, CODEC);
    }

    @Nullable
    private Object found(Aliases<NearAlias> aliases, Object... arguments) {
        NearAlias alias = aliases.find(arguments);
        return alias == null ? null : alias.entry().result();
    }

    private static void put(Aliases<NearAlias> aliases, @Nullable Object[] call, NearEntry entry) {
        aliases.put(call, arguments -> new NearAlias(arguments, entry));
    }

    @Test
    void entryIsFoundByTheArgumentsOfItsKey() {
        Aliases<NearAlias> aliases = new Aliases<>(List.of(0, 2), ENTRIES);
        put(aliases, new Object[] {1L, "ignored", "a"}, entry("1,a"));
        assertThat(found(aliases, 1L, "other", "a")).isEqualTo("1,a");
        assertThat(found(aliases, 1L, "ignored", "b")).isNull();
        assertThat(found(aliases, 2L, "ignored", "a")).isNull();
        assertThat(found(aliases, null, "ignored", "a")).isNull();
    }

    @Test
    void callsWithNullHaveNoAlias() {
        Aliases<NearAlias> aliases = new Aliases<>(List.of(0), ENTRIES);
        put(aliases, new Object[] {null}, entry("null"));
        assertThat(found(aliases, (Object) null)).isNull();
        assertThat(found(aliases, 0)).isNull();
    }

    @Test
    void methodWithoutArgumentsHasOneAlias() {
        Aliases<NearAlias> aliases = new Aliases<>(List.of(), ENTRIES);
        put(aliases, new Object[0], entry("all"));
        assertThat(found(aliases)).isEqualTo("all");
    }

    @Test
    void aliasOfADroppedEntryLeadsNowhere() {
        Aliases<NearAlias> aliases = new Aliases<>(List.of(0), ENTRIES);
        put(aliases, new Object[] {1}, entry("1"));
        Failures.join(store.set(NAMESPACE.key("1"), new byte[0], Ttl.NONE));
        near.changed(NAMESPACE.key("1"));
        assertThat(aliases.find(new Object[] {1}).isDropped()).isTrue();
        assertThat(found(aliases, 1)).isSameAs(NearCache.NOTHING);
        put(aliases, new Object[] {1}, entry("1"));
        assertThat(found(aliases, 1)).isEqualTo("1");
    }

    @Test
    void mostOfTheEntriesHaveAPlaceAndNoneHasTheWrongOne() {
        Aliases<NearAlias> aliases = new Aliases<>(List.of(0), ENTRIES);
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 20_000; i++) {
            int id = random.nextInt(ENTRIES);
            if (aliases.find(new Object[] {id}) == null) {
                put(aliases, new Object[] {id}, entry(Integer.toString(id)));
            }
            Object found = found(aliases, random.nextInt(2) == 0 ? id : random.nextInt(2 * ENTRIES));
            assertThat(found == null || found instanceof String).isTrue();
        }
        int known = 0;
        for (int id = 0; id < ENTRIES; id++) {
            Object found = found(aliases, id);
            assertThat(found).isIn(Integer.toString(id), null);
            known += found == null ? 0 : 1;
        }
        assertThat(known).isGreaterThan(ENTRIES * 9 / 10);
    }
}
