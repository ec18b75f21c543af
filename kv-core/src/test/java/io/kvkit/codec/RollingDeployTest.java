package io.kvkit.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.codec.Releases.Change;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/** What a release reads of the payloads that another release of the application wrote. */
class RollingDeployTest {

    private static final String PLACE = "shop:cache:items:1";

    static Stream<Arguments> changes() {
        return Releases.bothWays()
                .flatMap(change -> Stream.of(JacksonFormat.values()).map(format -> Arguments.of(change, format)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void payloadIsReadIfItHasAllThatAValueHasNow(Change change, JacksonFormat format) {
        byte[] payload = codec(change.old().getClass(), format).encode(change.old(), PLACE);
        ResultCodec reader = codec(change.next().getClass(), format);
        if (change.forth()) {
            assertThat(reader.decode(payload, 0, payload.length, PLACE))
                    .isInstanceOf(change.next().getClass());
        } else {
            assertThatThrownBy(() -> reader.decode(payload, 0, payload.length, PLACE))
                    .isInstanceOf(CodecException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void resultThatCannotBeComputedAgainIsReadAsFarAsItGoes(Change change, JacksonFormat format) {
        byte[] payload = codec(change.old().getClass(), format).encode(change.old());
        assertThat(codec(change.next().getClass(), format).decode(payload))
                .isInstanceOf(change.next().getClass());
    }

    @Test
    void emptyListIsReadAfterItsElementsChanged() {
        ResultCodec old = ResultCodec.of(new JacksonCodec(), new TypeReference<List<Releases.Old.Item>>() {}.getType());
        ResultCodec next =
                ResultCodec.of(new JacksonCodec(), new TypeReference<List<Releases.Added.Item>>() {}.getType());
        byte[] payload = old.encode(List.of(), PLACE);
        assertThat(next.decode(payload, 0, payload.length, PLACE)).isEqualTo(List.of());
    }

    @Test
    void payloadWithoutAValueIsReadWhateverChanged() {
        byte[] payload = codec(Releases.Old.Item.class, JacksonFormat.JSON).encode(null, PLACE);
        ResultCodec next = codec(Releases.Renamed.Item.class, JacksonFormat.JSON);
        assertThat(next.decode(payload, 0, payload.length, PLACE)).isNull();
    }

    static Stream<Arguments> otherFormats() {
        return Stream.of(JacksonFormat.values())
                .flatMap(one -> Stream.of(JacksonFormat.values())
                        .filter(other -> other != one)
                        .map(other -> Arguments.of(one, other)));
    }

    @ParameterizedTest
    @MethodSource("otherFormats")
    void payloadOfAnotherFormatIsRefused(JacksonFormat one, JacksonFormat other) {
        byte[] payload = codec(Integer.class, one).encode(7, PLACE);
        ResultCodec reader = codec(Integer.class, other);
        assertThatThrownBy(() -> reader.decode(payload, 0, payload.length, PLACE))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("another format");
    }

    @Test
    void valueThatOnlyLooksAlikeIsRefused() {
        record Exact(Map<String, Double> value) {}
        Codec codec = new JacksonCodec();
        byte[] tooExact = "{\"value\":{\"a\":0.12345678901234567891}}".getBytes(UTF_8);
        assertThatThrownBy(() -> codec.decodeCompatible(tooExact, 0, tooExact.length, Exact.class))
                .isInstanceOf(CodecException.class);
        byte[] exact = "{\"value\":{\"a\":0.50},\"more\":1}".getBytes(UTF_8);
        assertThat(codec.decodeCompatible(exact, 0, exact.length, Exact.class)).isEqualTo(new Exact(Map.of("a", 0.5)));
    }

    @Test
    void listOfAnotherLengthOrAnotherKindOfValueIsRefused() {
        record Words(String[] value) {}
        Codec codec = new JacksonCodec();
        JsonNodeFactory nodes = JsonNodeFactory.instance;

        assertThat(Trees.contains(nodes.arrayNode().add(1), nodes.arrayNode().add(1)))
                .isTrue();
        assertThat(Trees.contains(
                        nodes.arrayNode().add(1), nodes.arrayNode().add(1).add(2)))
                .isFalse();
        assertThat(Trees.contains(
                        nodes.arrayNode().add(1).add(2), nodes.arrayNode().add(1)))
                .isFalse();
        assertThat(Trees.contains(nodes.arrayNode().add(1), nodes.arrayNode().add(2)))
                .isFalse();
        assertThat(Trees.contains(nodes.stringNode("a"), nodes.numberNode(1))).isFalse();
        assertThat(Trees.contains(nodes.numberNode(1), nodes.stringNode("a"))).isFalse();
        assertThat(Trees.contains(nodes.numberNode(1L), nodes.numberNode(1))).isTrue();
        byte[] number = "{\"value\":[1]}".getBytes(UTF_8);
        assertThatThrownBy(() -> codec.decodeCompatible(number, 0, number.length, Words.class))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void structureShowsWhatABinaryOrTextReaderDependsOn() {
        Codec codec = new FaithfulCodec(new JacksonCodec());
        assertThat(codec.structure(Releases.Old.Item.class)).isEqualTo(codec.structure(Releases.Reordered.Item.class));
        assertThat(Stream.of(
                                Releases.Old.Order.class,
                                Releases.Added.Order.class,
                                Releases.Renamed.Order.class,
                                Releases.Retyped.Order.class)
                        .map(codec::structure))
                .doesNotHaveDuplicates();
    }

    sealed interface Shape permits Circle {}

    record Circle(int radius) implements Shape {}

    enum Size {
        SMALL,
        LARGE
    }

    static final class Knot {
        public Knot getNext() {
            return this;
        }
    }

    @Test
    void structureNamesSubtypesConstantsAndCycles() {
        Codec codec = new JacksonCodec();
        assertThat(codec.structure(Size.class)).contains("SMALL", "LARGE");
        assertThat(codec.structure(Shape.class)).contains("Circle").contains("radius");
        assertThat(codec.structure(Knot.class)).contains("next=Knot");
        assertThat(codec.structure(new TypeReference<Map<Size, List<Circle>>>() {}.getType()))
                .contains("SMALL", "radius");
    }

    private static ResultCodec codec(Class<?> type, JacksonFormat format) {
        return ResultCodec.of(new FaithfulCodec(new JacksonCodec(JsonMapper.shared(), format)), type);
    }
}
