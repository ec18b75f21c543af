package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Key;
import io.kvkit.store.Ttl;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Operations on several keys. */
public abstract class BatchContract extends ContractGroup {

    @Test
    void emptyBatchesAreAnsweredEmpty() {
        assertThat(await(store.mget(List.of())).orThrow()).isEmpty();
        assertThat(await(store.mset(Map.of(), Ttl.NONE)).orThrow()).isEmpty();
        assertThat(await(store.deleteMany(List.of())).orThrow()).isEmpty();
    }

    @Test
    void batchReadsWhatIsThereAndLeavesOutTheRest() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        await(store.set(key("c"), new byte[0], Ttl.NONE));
        Map<Key, byte[]> read =
                await(store.mget(List.of(key("a"), key("b"), key("c")))).orThrow();
        assertThat(read).containsOnlyKeys(key("a"), key("c"));
        assertThat(read.get(key("a"))).isEqualTo(bytes("one"));
        assertThat(read.get(key("c"))).isEmpty();
    }

    @Test
    void keyThatIsAskedForTwiceIsAnsweredOnce() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        assertThat(await(store.mget(List.of(key("a"), key("a")))).orThrow()).containsOnlyKeys(key("a"));
        assertThat(await(store.deleteMany(List.of(key("a"), key("a")))).orThrow())
                .containsOnly(Map.entry(key("a"), true));
    }

    @Test
    void batchWritesEveryKey() {
        var written = await(store.mset(Map.of(key("a"), bytes("one"), key("b"), bytes("two")), Ttl.NONE));
        assertThat(written.orThrow()).containsOnly(Map.entry(key("a"), true), Map.entry(key("b"), true));
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
        assertThat(await(store.get(key("b")))).isEqualTo(bytes("two"));
    }

    @Test
    void batchReplacesPresentValues() {
        await(store.set(key("a"), bytes("former"), Ttl.NONE));
        await(store.mset(Map.of(key("a"), bytes("one")), Ttl.NONE));
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
    }

    @Test
    void batchRemovalTellsForEachKeyWhetherItExisted() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        var removed = await(store.deleteMany(List.of(key("a"), key("b")))).orThrow();
        assertThat(removed.get(key("b"))).isFalse();
        assertThat(removed.get(key("a"))).isTrue();
        assertThat(await(store.exists(key("a")))).isFalse();
    }

    @Test
    void thousandsOfKeysPassInOneBatch() {
        List<Key> keys =
                IntStream.range(0, 6_000).mapToObj(i -> key("many-" + i)).toList();
        Map<Key, byte[]> values = new HashMap<>();
        keys.forEach(key -> values.put(key, bytes(key.text())));
        assertThat(await(store.mset(values, Ttl.NONE)).orThrow()).hasSize(6_000);
        Map<Key, byte[]> read = await(store.mget(new ArrayList<>(keys))).orThrow();
        assertThat(read).hasSize(6_000);
        assertThat(read.entrySet())
                .allSatisfy(entry -> assertThat(entry.getValue())
                        .isEqualTo(bytes(entry.getKey().text())));
        assertThat(await(store.deleteMany(keys)).orThrow().values())
                .hasSize(6_000)
                .containsOnly(true);
    }

    @Test
    void arraysOfABatchBelongToTheCaller() {
        byte[] value = bytes("one");
        var written = store.mset(Map.of(key("a"), value), Ttl.NONE);
        value[0] = '!';
        await(written);
        await(store.mget(List.of(key("a")))).orThrow().get(key("a"))[1] = '!';
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
    }
}
