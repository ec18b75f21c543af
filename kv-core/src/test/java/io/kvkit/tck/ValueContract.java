package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Capability;
import io.kvkit.store.Key;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Lookup;
import io.kvkit.store.Ttl;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reading, writing and removing single values. */
public abstract class ValueContract extends ContractGroup {

    @Test
    void missingKeyReadsAsNull() {
        assertThat(await(store.get(key("none")))).isNull();
        assertThat(await(store.exists(key("none")))).isFalse();
    }

    @Test
    void writtenValueIsRead() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
        assertThat(await(store.exists(key("a")))).isTrue();
    }

    @Test
    void laterValueReplacesTheFormer() {
        await(store.set(key("a"), bytes("a longer value"), Ttl.NONE));
        await(store.set(key("a"), bytes("two"), Ttl.NONE));
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("two"));
    }

    @Test
    void deleteTellsWhetherTheKeyExisted() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        assertThat(await(store.delete(key("a")))).isTrue();
        assertThat(await(store.delete(key("a")))).isFalse();
        assertThat(await(store.get(key("a")))).isNull();
    }

    @Test
    void emptyValueIsNotAMissingOne() {
        await(store.set(key("a"), new byte[0], Ttl.NONE));
        assertThat(await(store.get(key("a")))).isEmpty();
        assertThat(await(store.exists(key("a")))).isTrue();
        assertThat(await(store.delete(key("a")))).isTrue();
    }

    @Test
    void everyByteSurvives() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        await(store.set(key("a"), all, Ttl.NONE));
        assertThat(await(store.get(key("a")))).isEqualTo(all);
    }

    @Test
    void largeValueSurvives() {
        byte[] large = new byte[2_000_000];
        new Random(7).nextBytes(large);
        await(store.set(key("a"), large, Ttl.NONE));
        assertThat(await(store.get(key("a")))).isEqualTo(large);
    }

    @Test
    void unicodeAndControlCharactersInKeysAreDistinct() {
        String[] ids = {"\u00e4", "a\u0308", "\ud83d\ude80", "line\nbreak", "\u0000", "space here", "a", "A"};
        for (String id : ids) {
            await(store.set(key(id), bytes("value of " + id), Ttl.NONE));
        }
        for (String id : ids) {
            assertThat(await(store.get(key(id)))).isEqualTo(bytes("value of " + id));
        }
    }

    @Test
    void veryLongKeyIsAKey() {
        Key key = key("k".repeat(10_000));
        await(store.set(key, bytes("one"), Ttl.NONE));
        assertThat(await(store.get(key))).isEqualTo(bytes("one"));
        assertThat(await(store.get(key("k".repeat(9_999))))).isNull();
    }

    @Test
    void arrayChangedAfterTheWriteDoesNotChangeTheValue() {
        byte[] value = bytes("one");
        var written = store.set(key("a"), value, Ttl.NONE);
        value[0] = '!';
        await(written);
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
    }

    @Test
    void arrayChangedAfterTheReadDoesNotChangeTheValue() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        await(store.get(key("a")))[0] = '!';
        assertThat(await(store.get(key("a")))).isEqualTo(bytes("one"));
    }

    @Test
    void retentionIsNoPartOfTheKey() {
        await(store.set(namespace(Retention.EVICTABLE).key("a"), bytes("one"), Ttl.NONE));
        assertThat(await(store.get(namespace(Retention.KEPT).key("a")))).isEqualTo(bytes("one"));
    }

    @Test
    void namespacesDoNotShareKeys() {
        Key other = io.kvkit.store.Namespace.of(under.prefix(), "kv", "raw2", Retention.KEPT)
                .key("a");
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        assertThat(await(store.get(other))).isNull();
    }

    @Test
    void immediateStoreAnswersWithoutAStageAndOthersDoNot() {
        await(store.set(key("a"), bytes("one"), Ttl.NONE));
        Lookup lookup = store.getNow(key("a"));
        if (store.capabilities().contains(Capability.IMMEDIATE)) {
            assertThat(lookup).isNotNull();
            assertThat(lookup.value()).isEqualTo(bytes("one"));
            assertThat(store.getNow(key("none"))).isEqualTo(new Lookup(null));
        } else {
            assertThat(lookup).isNull();
        }
    }

    @Test
    void healthOfAWorkingStoreIsUpAndNamesItsType() {
        var health = await(store.health());
        assertThat(health.up()).isTrue();
        assertThat(health.details()).containsKey("type");
        assertThat(health.latency()).isPositive();
    }
}
