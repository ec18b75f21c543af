package io.kvkit.spring.operation.attribute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.Cached;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.store.Ttl;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.core.annotation.MergedAnnotation;

/** The texts of attributes: times, shares, names and lists, with their placeholders. */
class AttributesTest {

    private static final OperationSite SITE =
            new OperationSite(Object.class, Object.class.getMethods()[0], "Cached");

    private static Attributes attributes(Map<String, ?> written) {
        return new Attributes(
                SITE,
                MergedAnnotation.of(Cached.class, written),
                text -> text.equals("${none}") ? null : text.replace("${some}", " 7s "));
    }

    private static void assertRefused(ThrowingCallable read, String problem) {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(read)
                .withMessageContaining(problem);
    }

    @Test
    void propertiesHaveTheBoundsOfAttributes() {
        assertThat(Durations.setting(SITE, "ttl", null)).isNull();
        assertThat(Durations.settingOrZero(SITE, "ttl", null)).isNull();
        assertThat(Durations.setting(SITE, "ttl", Duration.ofMillis(1))).hasMillis(1);
        assertThat(Durations.setting(SITE, "ttl", Ttl.MAX)).isEqualTo(Ttl.MAX);
        assertThat(Durations.settingOrZero(SITE, "ttl", Duration.ZERO)).isZero();
        assertThat(Durations.settingOrZero(SITE, "ttl", Duration.ofMillis(1))).hasMillis(1);
        assertRefused(() -> Durations.setting(SITE, "ttl", Duration.ZERO), "ttl = \"PT0S\") on");
        assertRefused(() -> Durations.setting(SITE, "ttl", Duration.ZERO), "it is zero");
        assertRefused(() -> Durations.settingOrZero(SITE, "ttl", Duration.ofMillis(-1)), "it is negative");
        assertRefused(() -> Durations.settingOrZero(SITE, "ttl", Duration.ofNanos(999_999)), "a millisecond");
        assertRefused(() -> Durations.setting(SITE, "ttl", Ttl.MAX.plusMillis(1)), "longer than 100 years");
    }

    @Test
    void attributesAreReadAndUnsetOnesAreNull() {
        Attributes none = attributes(Map.of());
        assertThat(none.duration("ttl")).isNull();
        assertThat(none.durationOrZero("nullTtl")).isNull();
        assertThat(none.share("jitter")).isNull();
        assertThat(none.texts("tags")).isEmpty();
        assertThat(attributes(Map.of("ttl", "${some}")).duration("ttl")).hasSeconds(7);
        assertThat(attributes(Map.of("ttl", "${none}")).duration("ttl")).isNull();
        assertThat(attributes(Map.of("nullTtl", "0")).durationOrZero("nullTtl")).isZero();
        assertThat(attributes(Map.of("tags", new String[] {"", "#a", "${none}", "${some}"}))
                        .texts("tags"))
                .containsExactly("", "#a", "", "7s");
        assertRefused(() -> attributes(Map.of("ttl", "0")).duration("ttl"), "it is zero");
    }

    @ParameterizedTest
    @CsvSource({"5%, 0.05", "0.5, 0.5", "0, 0", "12.5 %, 0.125"})
    void sharesAreNumbersOrPercentages(String text, double share) {
        assertThat(attributes(Map.of("jitter", text)).share("jitter")).isEqualTo(share);
        assertThat(Shares.of(text)).isEqualTo(share);
    }

    @Test
    void sharesThatAreNoneAreRefused() {
        assertRefused(() -> attributes(Map.of("jitter", "100%")).share("jitter"), "it is not below 100%");
        assertRefused(() -> attributes(Map.of("jitter", "much")).share("jitter"), "it is not a share");
    }

    @Test
    void aNameAndItsAliasAreOne() {
        assertThat(attributes(Map.of("name", "a", "value", "a")).name()).isEqualTo("a");
        assertThat(attributes(Map.of("value", "a")).nameOr("b")).isEqualTo("a");
        assertThat(attributes(Map.of()).nameOr("b")).isEqualTo("b");
        assertThat(attributes(Map.of("name", "a")).requiredName("Name it")).isEqualTo("a");
        assertThat(attributes(Map.of("key", "#id")).required("key", "Write one"))
                .isEqualTo("#id");
        assertRefused(() -> attributes(Map.of()).requiredName("Name it"), "it is required. Name it.");
        assertRefused(() -> attributes(Map.of()).required("key", "Write one"), "it is required. Write one.");
        assertRefused(() -> attributes(Map.of("name", "a b")).requiredName("Name it"), "it is not a valid name");
    }

    @ParameterizedTest
    @CsvSource({"10, true", "-5, true", "+5, true", "0, false", "10s, false", "s, false"})
    void onlyZeroNeedsNoUnit(String text, boolean missing) {
        assertThat(MissingUnit.isIn(text)).isEqualTo(missing);
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "ttl, ttl, 0",
                "ttl, tl, 1",
                "tl, ttl, 1",
                "kitten, sitting, 3",
                "'', abc, 3",
                "abc, '', 3",
                "ab, ba, 2"
            })
    void editsAreCounted(@Nullable String one, @Nullable String other, int edits) {
        assertThat(Typos.edits(Objects.requireNonNull(one), Objects.requireNonNull(other)))
                .isEqualTo(edits);
    }
}
