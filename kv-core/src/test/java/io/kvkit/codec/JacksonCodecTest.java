package io.kvkit.codec;

import static com.fasterxml.jackson.annotation.JsonInclude.Include.NON_EMPTY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.AbstractSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DefaultTyping;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

class JacksonCodecTest {

    private static final AtomicInteger GADGETS = new AtomicInteger();

    private final Codec codec = new JacksonCodec();

    record Box(Object content) {}

    record Item(String itemName, Instant soldAt) {}

    record Trip(
            ZonedDateTime start,
            OffsetDateTime end,
            @Nullable List<String> stops) {}

    /** As applications write them: the number is shown but not taken from requests, and something is computed. */
    static final class Ticket {

        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        private long number;

        public long getNumber() {
            return number;
        }

        public String getTitle() {
            return "Ticket " + number;
        }
    }

    static final class Gadget {
        public Gadget() {
            GADGETS.incrementAndGet();
        }

        public void setCommand(String command) {
            GADGETS.incrementAndGet();
        }
    }

    static final class Loop {
        public Loop getSelf() {
            return this;
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static JsonMapper trustingMapper() {
        var anything = BasicPolymorphicTypeValidator.builder()
                .allowIfBaseType(Object.class)
                .build();
        return JsonMapper.builder()
                .activateDefaultTyping(anything, DefaultTyping.NON_FINAL)
                .build();
    }

    @Test
    void valueIsDecodedAsTheDeclaredType() {
        var type = new TypeReference<Map<String, List<Item>>>() {}.getType();
        var value = Map.of("a", List.of(new Item("pen", Instant.parse("2026-02-28T10:15:30Z"))));
        assertThat(codec.decode(codec.encode(value, type), type)).isEqualTo(value);
    }

    @Test
    void settingsOfTheGivenMapperHold() {
        Codec snake = new JacksonCodec(JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build());
        assertThat(new String(snake.encode(new Item("pen", Instant.EPOCH), Item.class), StandardCharsets.UTF_8))
                .contains("item_name");
    }

    private static List<JsonMapper> mappers() {
        return List.of(
                JsonMapper.shared(),
                JsonMapper.builder()
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .defaultTimeZone(TimeZone.getTimeZone("America/New_York"))
                        .changeDefaultPropertyInclusion(any -> JsonInclude.Value.construct(NON_EMPTY, NON_EMPTY))
                        .build());
    }

    @Test
    void zonesAreNotLostWithoutSpring() {
        Trip trip = new Trip(
                ZonedDateTime.parse("2026-10-25T02:30:00.123456789+01:00[Europe/Berlin]"),
                OffsetDateTime.parse("2026-07-01T12:00:00.000000001-07:00"),
                null);
        assertThat(codec.decode(codec.encode(trip, Trip.class), Trip.class)).isEqualTo(trip);
    }

    @ParameterizedTest
    @MethodSource("mappers")
    void whatWasWrittenIsReadWhateverTheMapperSaysOfRequests(JsonMapper mapper) {
        Codec given = new JacksonCodec(mapper);
        Trip trip = new Trip(
                ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]"),
                OffsetDateTime.parse("2026-07-01T12:00:00-07:00"),
                List.of());
        assertThat(given.decode(given.encode(trip, Trip.class), Trip.class)).isEqualTo(trip);
        Ticket ticket = new Ticket();
        ticket.number = 7;
        assertThat(given.decode(given.encode(ticket, Ticket.class), Ticket.class))
                .usingRecursiveComparison()
                .isEqualTo(ticket);
    }

    static Stream<Type> unsortedTypes() {
        return Stream.of(
                new TypeReference<Set<String>>() {}.getType(),
                new TypeReference<AbstractSet<String>>() {}.getType(),
                new TypeReference<Collection<String>>() {}.getType(),
                new TypeReference<Map<String, Integer>>() {}.getType(),
                new TypeReference<Map<String, Set<String>>>() {}.getType());
    }

    @ParameterizedTest
    @MethodSource("unsortedTypes")
    void setsAndMapsDoNotComeBackInAnotherOrder(Type type) {
        byte[] json = bytes(
                type.getTypeName().contains("Integer")
                        ? "{\"z\":1,\"b\":2,\"y\":3,\"a\":4}"
                        : type.getTypeName().contains("Map")
                                ? "{\"k\":[\"z\",\"b\",\"y\",\"a\"]}"
                                : "[\"z\",\"b\",\"y\",\"a\"]");
        assertThat(codec.encode(codec.decode(json, type), type)).isEqualTo(json);
    }

    static Stream<Arguments> sorted() {
        SortedSet<String> set = new TreeSet<>(Comparator.reverseOrder());
        SortedMap<String, Integer> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        return Stream.of(
                Arguments.of(set, new TypeReference<SortedSet<String>>() {}.getType()),
                Arguments.of(map, new TypeReference<NavigableMap<String, Integer>>() {}.getType()));
    }

    @ParameterizedTest
    @MethodSource("sorted")
    void anOrderThatCannotBeKeptIsNotLostSilently(Object value, Type type) {
        assertThatThrownBy(() -> codec.encode(value, type))
                .isInstanceOf(CodecException.class)
                .hasMessage("Cannot keep the order of a value of " + type.getTypeName());
    }

    @Test
    void sortedValuesKeepTheirOrder() {
        Type sorted = new TypeReference<SortedSet<Integer>>() {}.getType();
        NavigableSet<Integer> natural = new TreeSet<>(List.of(10, 9));
        assertThat(codec.decode(codec.encode(natural, sorted), sorted)).isEqualTo(natural);
        SortedSet<Integer> explicit = new TreeSet<>(Comparator.<Integer>naturalOrder());
        assertThat(codec.decode(codec.encode(explicit, sorted), sorted)).isEqualTo(explicit);
        Type any = new TypeReference<Set<Integer>>() {}.getType();
        assertThat((Set<?>) codec.decode(codec.encode(natural.descendingSet(), any), any))
                .hasToString("[10, 9]");
    }

    @Test
    void classNamesAreNotWrittenAlthoughTheGivenMapperWould() {
        assertThat(new String(trustingMapper().writeValueAsBytes(new Box(new Gadget())), StandardCharsets.UTF_8))
                .contains("Gadget");
        byte[] encoded = new JacksonCodec(trustingMapper()).encode(new Box(List.of(1)), Box.class);
        assertThat(encoded).isEqualTo(bytes("{\"content\":[1]}"));
    }

    @Test
    void payloadThatNamesAClassNeverMakesAnInstance() {
        String gadget = "[\"" + Gadget.class.getName() + "\",{\"command\":\"rm\"}]";
        GADGETS.set(0);
        Codec given = new JacksonCodec(trustingMapper());
        assertThat(given.decode(bytes("{\"content\":" + gadget + "}"), Box.class))
                .isEqualTo(new Box(List.of(Gadget.class.getName(), Map.of("command", "rm"))));
        assertThat(given.decode(bytes(gadget), Object.class)).isInstanceOf(List.class);
        assertThat(given.decode(bytes("{\"@class\":\"" + Gadget.class.getName() + "\"}"), Object.class))
                .isInstanceOf(Map.class);
        assertThat(GADGETS).hasValue(0);
    }

    @Test
    void textAndBytesAreTakenAsTheyAre() {
        assertThat(codec.encode("\u00e4\"", String.class)).isEqualTo(bytes("\u00e4\""));
        assertThat(codec.decode(bytes("\u00e4\""), String.class)).isEqualTo("\u00e4\"");
        byte[] own = {1, 2};
        byte[] encoded = codec.encode(own, byte[].class);
        own[0] = 9;
        assertThat(encoded).containsExactly(1, 2);
        assertThat(codec.decode(encoded, byte[].class)).isNotSameAs(encoded).isEqualTo(encoded);
    }

    @Test
    void failuresNameTheTypeAndNotTheValue() {
        assertThatThrownBy(() -> codec.decode(bytes("{\"soldAt\":\"secret\"}"), Item.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(Item.class.getName())
                .hasMessageNotContaining("secret")
                .hasNoCause();
        assertThatThrownBy(() -> codec.encode("half \ud83d", String.class)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.decode(new byte[] {-1}, String.class)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.decode(bytes("null"), Item.class)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.encode(new Loop(), Loop.class)).isInstanceOf(CodecException.class);
        assertThatThrownBy(() -> codec.encode("text", (Type) Item.class)).isInstanceOf(CodecException.class);
    }

    @Test
    void failureNamesWhatTheValueThrew() {
        assertThatThrownBy(() -> codec.encode(new Detached(), Detached.class))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("UnsupportedOperationException")
                .hasMessageNotContaining("secret");
    }

    @Test
    void deepPayloadIsAFailureAndNotAnOverflow() {
        byte[] deep = bytes("[".repeat(100_000));
        assertThatThrownBy(() -> codec.decode(deep, Object.class)).isInstanceOf(CodecException.class);
    }

    /** A value that cannot be read any more, as an entity whose session is closed. */
    static final class Detached {

        public String getName() {
            throw new UnsupportedOperationException("secret");
        }
    }
}
