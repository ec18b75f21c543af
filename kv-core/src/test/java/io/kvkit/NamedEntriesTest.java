package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.Catalog;
import io.kvkit.recipe.KeyWriter;
import io.kvkit.recipe.cache.CacheSettings;
import io.kvkit.store.KvStore;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a client without Spring finds by name. */
class NamedEntriesTest {

    private final KvStore store = new InMemoryKvStore();
    private final Catalog catalog = new Catalog() {
        @Override
        public CacheSettings cache(String name) {
            return name.equals("products") ? CacheSettings.of(name, 60_000) : null;
        }
    };

    private KvClient client() {
        return KvClient.builder().store(store).catalog(catalog).build();
    }

    @Test
    void twoClientsOfOneStoreShareTheEntriesOfAName() {
        KvCache<Integer, List<String>> here = client().cache("products", new TypeRef<List<String>>() {});
        KvCache<Long, List<String>> there = client().cache("products", new TypeRef<List<String>>() {});
        here.put(1, List.of("a"));
        assertThat(there.get(1L)).containsExactly("a");
        there.invalidate(1L);
        assertThat(here.get(1)).isNull();
    }

    @Test
    void valueOfAnotherTypeIsNoValue() {
        KvCache<Integer, String> texts = client().cache("products", String.class);
        KvCache<Integer, Integer> numbers = client().cache("products", Integer.class);
        texts.put(1, "a");
        assertThat(numbers.get(1)).isNull();
    }

    @Test
    void namesThatNobodyKnowsAreRefused() {
        KvClient client = client();
        assertThatIllegalArgumentException().isThrownBy(() -> client.cache("other", String.class));
        assertThatIllegalArgumentException().isThrownBy(() -> client.rateLimit("products"));
        assertThatIllegalArgumentException().isThrownBy(() -> client.operation("products", String.class));
        assertThatIllegalArgumentException().isThrownBy(() -> client.consumer("products"));
    }

    @Test
    void keysAreWrittenWithoutAmbiguity() {
        KeyWriter writer = KeyWriter.BASIC;
        assertThat(writer.text(Area.CACHE, 1)).isEqualTo(writer.text(Area.CACHE, "1"));
        assertThat(writer.text(Area.CACHE, List.of("a,b")))
                .isEqualTo("[a\\,b]")
                .isNotEqualTo(writer.text(Area.CACHE, List.of("a", "b")));
        assertThat(writer.text(Area.CACHE, Arrays.asList("a", null))).isEqualTo("[a,\\0]");
        assertThatIllegalArgumentException().isThrownBy(() -> writer.text(Area.DEDUPE, List.of("")));
        assertThatIllegalArgumentException().isThrownBy(() -> writer.text(Area.CACHE, Map.of()));
    }
}
