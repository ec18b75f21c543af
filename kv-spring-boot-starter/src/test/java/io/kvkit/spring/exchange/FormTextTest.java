package io.kvkit.spring.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Forms and queries as handlers read them, and as they are compared. */
class FormTextTest {

    private static Map<String, List<@Nullable String>> read(String form) {
        return FormText.parse(form.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    @Test
    void valuesKeepTheirOrderAndNamesWithoutAValueHaveNull() {
        assertThat(read("a=1&b&a=2&c="))
                .isEqualTo(Map.of("a", List.of("1", "2"), "b", Arrays.asList((String) null), "c", List.of("")));
    }

    @Test
    void emptyPairsAreNone() {
        assertThat(read("")).isEmpty();
        assertThat(read("&&a=1&")).isEqualTo(Map.of("a", List.of("1")));
    }

    @Test
    void nameMayBeEmptyAndAValueMayContainAnEqualsSign() {
        assertThat(read("=b")).isEqualTo(Map.of("", List.of("b")));
        assertThat(read("a=b=c")).isEqualTo(Map.of("a", List.of("b=c")));
    }

    @Test
    void escapesArePlusAndPercent() {
        assertThat(read("a+b=%C3%A4+%2B")).isEqualTo(Map.of("a b", List.of("\u00e4 +")));
        assertThat(read("a=%00%01%10")).isEqualTo(Map.of("a", List.of("\u0000\u0001\u0010")));
        assertThat(read("a=100%&b=%4&c=%zz"))
                .isEqualTo(Map.of("a", List.of("100%"), "b", List.of("%4"), "c", List.of("%zz")));
    }

    @Test
    void textThatIsMalformedEqualsOnlyItself() {
        assertThat(PercentText.exact("%61\u00ff", StandardCharsets.UTF_8))
                .isEqualTo(PercentText.exact("a%ff", StandardCharsets.UTF_8))
                .isNotEqualTo(PercentText.exact("a%fe", StandardCharsets.UTF_8));
        assertThat(PercentText.exact("%61\u0100", StandardCharsets.UTF_8))
                .isNotEqualTo(PercentText.exact("a\u0100", StandardCharsets.UTF_8));
        assertThat(PercentText.readable("%ff", StandardCharsets.UTF_8)).isEqualTo("\ufffd");
    }
}
