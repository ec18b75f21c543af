package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.store.Ttl;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Listing keys by a literal prefix. */
public abstract class ScanContract extends ContractGroup {

    private static final int ALL = 100_000;

    @Test
    void nothingStartsWithAPrefixThatNobodyUses() {
        assertThat(scan("")).isEmpty();
    }

    @Test
    void keysThatStartWithThePrefixAreListedOnce() {
        write("user-1", "user-2", "use", "other");
        assertThat(scan("user")).containsExactlyInAnyOrder(text("user-1"), text("user-2"));
    }

    @Test
    void prefixThatIsAWholeKeyListsIt() {
        write("a");
        assertThat(scan("a")).containsExactly(text("a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "?", "[ab]", "[^a]", "\\", "a*b", "^", "[", "]", "\\*", "a-z", "[a-z]", "**", "\\\\"})
    void globCharactersInThePrefixAreLiteral(String prefix) {
        write(prefix + "-mine", "a-other", "b-other", "zz", "axb-other", "-", "!");
        assertThat(scan(prefix)).containsExactly(text(prefix + "-mine"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "?", "[ab]", "\\", "line\nbreak", "\u00e4\ud83d\ude80", " ", "\u0000"})
    void strangeCharactersInKeysAreListedAsTheyAre(String id) {
        write("p-" + id);
        assertThat(scan("p-")).containsExactly(text("p-" + id));
    }

    @Test
    void limitIsKept() {
        write("a", "b", "c", "d", "e");
        assertThat(await(store.scan(namespace(Retention.KEPT).start(), 3)))
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    @Test
    void otherNamespacesAreNotListed() {
        write("a");
        Namespace other = Namespace.of(under.prefix(), "kv", "rawer", Retention.KEPT);
        await(store.set(other.key("b"), bytes("x"), Ttl.NONE));
        assertThat(scan("")).containsExactly(text("a"));
    }

    @Test
    void removedKeysAreNotListed() {
        write("a", "b");
        await(store.delete(key("a")));
        assertThat(scan("")).containsExactly(text("b"));
    }

    @Test
    void thousandsOfKeysAreListedOnceEach() {
        Map<io.kvkit.store.Key, byte[]> values = new HashMap<>();
        for (int i = 0; i < 3_000; i++) {
            values.put(key("many-" + i), bytes("x"));
        }
        await(store.mset(values, Ttl.NONE)).orThrow();
        List<String> listed = scan("many-");
        assertThat(listed).hasSize(3_000);
        assertThat(new HashSet<>(listed)).hasSize(3_000);
    }

    private void write(String... ids) {
        for (String id : ids) {
            await(store.set(key(id), bytes("x"), Ttl.NONE));
        }
    }

    private List<String> scan(String prefix) {
        return await(store.scan(namespace(Retention.KEPT).start() + prefix, ALL));
    }

    private String text(String id) {
        return key(id).text();
    }
}
