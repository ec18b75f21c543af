package io.kvkit.codec;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonView;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.sql.Time;
import java.sql.Timestamp;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** That no rule for requests and answers, of the mapper or of a class, cuts what is kept. */
class NeutralMapperTest {

    interface Public {}

    enum Size {
        SMALL,
        LARGE;

        @Override
        public String toString() {
            return "a size";
        }
    }

    record Formatted(
            @JsonFormat(pattern = "dd.MM.yyyy HH:mm") LocalDateTime at,

            @JsonFormat(pattern = "yyyy-MM-dd", timezone = "America/New_York")
            Date day,

            @JsonFormat(shape = JsonFormat.Shape.NUMBER_INT) Instant instant,
            @JsonFormat(shape = JsonFormat.Shape.NUMBER) Size size,
            @JsonFormat(pattern = "HOURS") Duration lasted) {}

    record Seen(
            @JsonView(Public.class) String name, @Nullable String secret) {}

    record Sparse(
            @JsonInclude(NON_EMPTY) List<String> tags,
            @JsonInclude(NON_EMPTY) Map<String, List<String>> groups,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int count) {}

    record Skipped(
            @JsonSetter(nulls = Nulls.AS_EMPTY) @Nullable List<String> tags) {}

    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Row(int id, BigDecimal amount) {}

    static Stream<Arguments> values() {
        Timestamp exact = Timestamp.from(Instant.parse("2026-02-28T10:15:30.123456789Z"));
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("Asia/Tokyo"), Locale.FRANCE);
        calendar.setTimeInMillis(1_772_273_730_123L);
        return Stream.of(
                Arguments.of(
                        new Formatted(
                                LocalDateTime.parse("2026-02-28T10:15:30.123456789"),
                                new Date(1_772_273_730_123L),
                                exact.toInstant(),
                                Size.LARGE,
                                Duration.ofNanos(1)),
                        Formatted.class),
                Arguments.of(new Seen("Ada", "secret"), Seen.class),
                Arguments.of(new Sparse(List.of(), Map.of("none", List.of()), 0), Sparse.class),
                Arguments.of(new Skipped(null), Skipped.class),
                Arguments.of(new Row(1, new BigDecimal("1.00")), Row.class),
                Arguments.of(new BigDecimal("1E+3"), BigDecimal.class),
                Arguments.of(1, Object.class),
                Arguments.of(Size.LARGE, Size.class),
                Arguments.of(exact, Timestamp.class),
                Arguments.of(new Date(1_772_273_730_123L), Date.class),
                Arguments.of(java.sql.Date.valueOf("2024-01-02"), java.sql.Date.class),
                Arguments.of(new java.sql.Date(1_772_273_730_123L), java.sql.Date.class),
                Arguments.of(new Time(45_296_123L), Time.class),
                Arguments.of(calendar, Calendar.class),
                Arguments.of(calendar, GregorianCalendar.class),
                Arguments.of(tree(), ObjectNode.class));
    }

    private static ObjectNode tree() {
        return JsonNodeFactory.instance.objectNode().putNull("none").put("price", new BigDecimal("1.00"));
    }

    static JsonMapper foreign() {
        SimpleDateFormat days = new SimpleDateFormat("yyyy-MM-dd", Locale.GERMANY);
        days.setTimeZone(TimeZone.getTimeZone("America/New_York"));
        return JsonMapper.builder()
                .defaultDateFormat(days)
                .defaultTimeZone(TimeZone.getTimeZone("America/New_York"))
                .defaultLocale(Locale.forLanguageTag("th-TH-u-ca-buddhist-nu-thai"))
                .defaultView(Public.class)
                .disable(MapperFeature.DEFAULT_VIEW_INCLUSION)
                .changeDefaultNullHandling(any -> JsonSetter.Value.forValueNulls(Nulls.SKIP))
                .enable(SerializationFeature.WRAP_ROOT_VALUE, SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
                .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(DateTimeFeature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS)
                .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
                .enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS)
                .enable(EnumFeature.WRITE_ENUMS_USING_TO_STRING)
                .disable(JsonNodeFeature.WRITE_NULL_PROPERTIES)
                .enable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES, JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    @ParameterizedTest
    @MethodSource("values")
    void rulesForRequestsDoNotCutWhatIsKept(Object value, Type type) {
        Codec codec = new JacksonCodec(foreign());
        assertThat(codec.decode(codec.encode(value, type), type)).isEqualTo(value);
    }

    @ParameterizedTest
    @MethodSource("values")
    void formatsForPeopleDoNotCutWhatIsKept(Object value, Type type) {
        JsonMapper plain = JsonMapper.builder()
                .enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
        Codec codec = new JacksonCodec(plain);
        TimeZone own = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("America/New_York"));
            assertThat(codec.decode(codec.encode(value, type), type)).isEqualTo(value);
        } finally {
            TimeZone.setDefault(own);
        }
    }

    @ParameterizedTest
    @MethodSource("moments")
    void timesOfTheDatabaseAreKeptWhereADateIsDeclared(Date moment) {
        Codec codec = new JacksonCodec(foreign());
        assertThat(codec.decode(codec.encode(moment, Date.class), Date.class)).isEqualTo(new Date(moment.getTime()));
    }

    static Stream<Date> moments() {
        long day = TimeUnit.DAYS.toMillis(20_000);
        return Stream.of(new Timestamp(day + 1), new java.sql.Date(day), new Time(day));
    }
}
