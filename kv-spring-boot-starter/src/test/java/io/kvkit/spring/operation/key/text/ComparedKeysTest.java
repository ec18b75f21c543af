package io.kvkit.spring.operation.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedCaseInsensitiveMap;

/** Sets and maps that say themselves what is equal: two that are equal would be two keys. */
class ComparedKeysTest {

    private final KeyText texts = new KeyText(Nulls.VALUE, KeyForms.withoutBeans());

    @Test
    void aComparatorThatIgnoresCaseMakesNoKey() {
        assertRefused(sorted(String.CASE_INSENSITIVE_ORDER, List.of("A")), "whose comparator decides what is equal");
        SortedMap<String, Integer> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        map.put("A", 1);
        assertRefused(map, "whose comparator decides what is equal");
        assertRefused(map.keySet(), "whose comparator decides what is equal");
    }

    @Test
    void aMapThatIgnoresCaseMakesNoKey() {
        Map<String, Integer> map = new LinkedCaseInsensitiveMap<>();
        map.put("A", 1);
        assertRefused(map, "does not distinguish its keys by their case");
    }

    @Test
    void theNaturalOrderIsAKey() {
        assertThat(texts.of(sorted(Comparator.reverseOrder(), List.of("a", "b"))))
                .isEqualTo(texts.of(Set.of("a", "b")));
        assertThat(texts.of(sorted(Comparator.naturalOrder(), List.of("a", "b"))))
                .isEqualTo(texts.of(Set.of("b", "a")));
    }

    private static Set<String> sorted(Comparator<String> order, Collection<String> values) {
        Set<String> set = new TreeSet<>(order);
        set.addAll(values);
        return set;
    }

    private void assertRefused(Object value, String reason) {
        assertThatExceptionOfType(NoKeyTextException.class)
                .isThrownBy(() -> texts.of(value))
                .withMessageContaining(reason);
    }
}
