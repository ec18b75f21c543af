package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.kvkit.codec.Codec.Obstacle;
import java.io.Serializable;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.Calendar;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/** That what can never come back is known before there is a value, with the reason. */
class ObstaclesTest {

    private final Codec codec = new FaithfulCodec(new JacksonCodec());

    interface Page<T> {
        List<T> getContent();
    }

    abstract static class Shape {
        public int edges;
    }

    /** As Lombok's value classes are made. */
    static final class Quote {

        private final String symbol;
        private final long price;

        private Quote(String text, long amount) {
            symbol = text;
            price = amount;
        }

        static Quote of(String symbol, long price) {
            return new Quote(symbol, price);
        }

        public String getSymbol() {
            return symbol;
        }

        public long getPrice() {
            return price;
        }
    }

    record Order(long id, List<Quote> quotes) {}

    record Book(Map<String, Optional<Page<String>>> pages) {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME)
    sealed interface Status permits Done, Waiting {}

    record Done(Instant at) implements Status {}

    record Waiting() implements Status {}

    record Tree(
            List<Tree> children,
            @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Shape shape,
            Object any) {}

    /** A setter of an interface, of which nothing is ever written. */
    static final class Configured {

        public int id;

        @JsonProperty(access = JsonProperty.Access.WRITE_ONLY)
        public void setListener(Page<String> listener) {}
    }

    static final class Created {

        private final String name;

        private Created(String text) {
            name = text;
        }

        @JsonCreator
        static Created of(@JsonProperty("name") String name) {
            return new Created(name);
        }

        public String getName() {
            return name;
        }
    }

    /** As Lombok's builders for Jackson are made. */
    @JsonDeserialize(builder = Built.Builder.class)
    static final class Built {

        private final int price;

        private Built(int amount) {
            price = amount;
        }

        public int getPrice() {
            return price;
        }

        @JsonPOJOBuilder(withPrefix = "")
        static final class Builder {

            private int price;

            Builder price(int amount) {
                price = amount;
                return this;
            }

            Built build() {
                return new Built(price);
            }
        }
    }

    /** Not static: it needs another object. */
    final class Inner {

        public Codec used = codec;
    }

    record Ranked(Comparable<?> rank) {}

    static Stream<Arguments> obstacles() {
        String quote = Quote.class.getName() + " has no constructor or factory method that Jackson can use";
        String page = Page.class.getName() + " is an interface, and its JSON does not contain the class of a value";
        return Stream.of(
                Arguments.of(Quote.class, quote),
                Arguments.of(new TypeReference<Page<String>>() {}.getType(), page),
                Arguments.of(new TypeReference<List<Page<String>>>() {}.getType(), page),
                Arguments.of(Shape.class, Shape.class.getName() + " is abstract, and its JSON does not contain"),
                Arguments.of(LossyTypes.Fluent.class, LossyTypes.Fluent.class.getName() + " has no visible property"),
                Arguments.of(Order.class, "quotes of " + Order.class.getName() + ": " + quote),
                Arguments.of(Book.class, "pages of " + Book.class.getName() + ": " + page),
                Arguments.of(Quote[].class, quote),
                Arguments.of(Inner.class, Inner.class.getName() + " has no constructor or factory method"),
                Arguments.of(Ranked.class, "rank of " + Ranked.class.getName() + ": java.lang.Comparable is an"));
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    void whatCanNeverComeBackIsKnownByItsDeclaration(Type type, String problem) {
        Obstacle obstacle = Objects.requireNonNull(codec.obstacle(type));
        assertThat(obstacle.problem()).startsWith(problem);
        assertThat(obstacle.mend()).isNotBlank();
        assertThatThrownBy(() -> codec.encode(Quote.of("a", 1), type))
                .isInstanceOf(CodecException.class)
                .hasMessage("Values of " + type.getTypeName() + " cannot be kept: " + obstacle.problem() + ". "
                        + obstacle.mend());
    }

    static Stream<Type> readable() {
        return Stream.of(
                String.class,
                byte[].class,
                Object.class,
                JsonNode.class,
                Instant.class,
                Number.class,
                CharSequence.class,
                Serializable.class,
                Calendar.class,
                Built.class,
                Status.class,
                Waiting.class,
                Tree.class,
                Configured.class,
                Created.class,
                LossyTypes.Masked.class,
                LossyTypes.Owner.class,
                new TypeReference<Map<String, List<Created>>>() {}.getType());
    }

    @ParameterizedTest
    @MethodSource("readable")
    void whatMayComeBackIsNotRefused(Type type) {
        assertThat(codec.obstacle(type)).isNull();
    }
}
