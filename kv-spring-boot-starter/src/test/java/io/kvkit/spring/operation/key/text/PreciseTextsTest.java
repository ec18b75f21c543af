package io.kvkit.spring.operation.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.Temporal;
import java.time.temporal.TemporalAmount;
import java.time.temporal.TemporalUnit;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SimpleTimeZone;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Sort;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.util.MimeType;
import tools.jackson.databind.node.POJONode;

/** The texts of values whose {@code toString()} would be too much or too little, to the letter. */
class PreciseTextsTest {

    private static String text(Object value) {
        return Objects.requireNonNull(new KeyText(Nulls.VALUE, KeyForms.withoutBeans()).of(value));
    }

    private static void assertRefused(Object value, String reason) {
        assertThatExceptionOfType(NoKeyTextException.class)
                .isThrownBy(() -> text(value))
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP://me@Example.org:80/%aa?Q#F, http://me@example.org:80/%AA?Q#F",
        "http://a:0/, http://a:0/",
        "http://a, http://a",
        "//a/b, //a/b",
        "http://A_B/c, http://A_B/c",
        "MAILTO:A@b?c#d, mailto:A@b?c#d",
        "mailto:%aa, mailto:%AA",
        "file:////x, file:////x",
        "file:/x, file:/x",
        "'', ''"
    })
    void aUriIsWrittenInOneWay(String uri, String text) {
        assertThat(text(URI.create(uri))).isEqualTo(text(text));
    }

    @Test
    void optionalNumbersAreTheirNumbers() {
        assertThat(text(OptionalInt.of(7))).isEqualTo("7");
        assertThat(text(OptionalLong.of(7))).isEqualTo("7");
        assertThat(text(OptionalDouble.of(0.5))).isEqualTo("0.5");
        assertThat(text(List.of(OptionalInt.empty(), OptionalDouble.empty()))).isEqualTo(text(nulls()));
    }

    private static List<@Nullable Object> nulls() {
        return Arrays.asList(null, null);
    }

    @Test
    void jsonThatHoldsAnObjectIsTheKeyOfTheObject() {
        assertThat(text(new POJONode(List.of(1, 2)))).isEqualTo("[1,2]");
    }

    @Test
    void calendarsWithOtherRulesAreOtherKeys() {
        Calendar one = calendar();
        assertThat(text(one)).isEqualTo(text(calendar())).startsWith("2026-01-01T00:00:00Z@UTC ");
        GregorianCalendar julian = calendar();
        julian.setGregorianChange(new Date(Long.MAX_VALUE));
        julian.setTimeInMillis(one.getTimeInMillis());
        assertThat(text(julian)).isNotEqualTo(text(one));
    }

    private static GregorianCalendar calendar() {
        GregorianCalendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        calendar.setTimeInMillis(Instant.parse("2026-01-01T00:00:00Z").toEpochMilli());
        return calendar;
    }

    @Test
    void aZoneIsItsNameUnlessItHasRulesOfItsOwn() {
        assertThat(text(TimeZone.getTimeZone("Europe/Paris"))).isEqualTo("Europe/Paris");
        assertRefused(new SimpleTimeZone(5, "Europe/Paris"), "a time zone with rules of its own");
    }

    /** A time whose text does not contain all of it. */
    static final class Roughly implements TemporalAmount {

        private final int days;

        Roughly(int days) {
            this.days = days;
        }

        @Override
        public long get(TemporalUnit unit) {
            return days;
        }

        @Override
        public List<TemporalUnit> getUnits() {
            return List.of();
        }

        @Override
        public Temporal addTo(Temporal temporal) {
            return temporal;
        }

        @Override
        public Temporal subtractFrom(Temporal temporal) {
            return temporal;
        }

        @Override
        public String toString() {
            return "some days";
        }
    }

    @Test
    void onlyTheTimesOfTheJdkAreTheirTexts() {
        assertRefused(new Roughly(1), "which does not show its field days");
        assertRefused(Clock.systemUTC(), "has no text of its own");
    }

    @Test
    void aPathOfAnotherFileSystemIsItsUri(@TempDir Path directory) throws IOException {
        assertThat(text(Path.of("a", "b"))).isEqualTo(text(Path.of("a", "b").toString()));
        try (FileSystem zip = FileSystems.newFileSystem(directory.resolve("a.zip"), Map.of("create", "true"))) {
            Path inside = zip.getPath("/a/b");
            assertThat(text(inside)).isEqualTo(text(inside.toUri().toString()));
            Object ofALibrary = Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {Path.class},
                    (self, method, arguments) -> method.invoke(inside, arguments));
            assertThat(text(ofALibrary)).isEqualTo(text(inside));
        }
    }

    @Test
    void anAddressIsItsNumberInTheNumbersOfItsVersion() throws UnknownHostException {
        assertThat(text(InetAddress.getByName("192.0.2.1"))).isEqualTo("192.0.2.1");
        assertThat(text(InetAddress.getByName("2001:db8::1"))).isEqualTo(text("2001:db8:0:0:0:0:0:1"));
    }

    /** A type with more state than its library knows. */
    static final class Versioned extends MimeType {

        private static final long serialVersionUID = 1L;

        private final int number;

        Versioned(int number) {
            super("text", "plain");
            this.number = number;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return super.equals(other) && other instanceof Versioned that && number == that.number;
        }

        @Override
        public int hashCode() {
            return number;
        }
    }

    static final class Signed extends HttpEntity<String> {

        private final String signature;

        Signed(String body, String signature) {
            super(body);
            this.signature = signature;
        }

        @Override
        public String toString() {
            return super.toString() + signature.length();
        }
    }

    @Test
    void subclassesOfAnApplicationAreNotWhatTheirLibraryKnows() {
        assertRefused(new Versioned(1), "which does not show its field");
        assertRefused(new Signed("a", "b"), "which does not show its field signature");
    }

    @Test
    void valuesOfLibrariesAreWrittenByWhatTheyHold() {
        assertThat(text(HttpMethod.GET)).isEqualTo("GET");
        assertThat(text(PageRequest.of(0, 10)))
                .isEqualTo("\\b" + PageRequest.class.getName() + "[0,10," + text(Sort.unsorted()) + "]");
    }

    @Test
    void valuesOfHiddenClassesAreRead() {
        assertThat(text(HttpStatusCode.valueOf(299))).endsWith("[299]");
    }
}
