package io.kvkit.spring.operation.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.recipe.cache.Refresh;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;

/** What is known about keys from declarations alone. */
class KeyShapesTest {

    public record Size(int width, int height) {}

    /** An object with two properties. */
    public static class Draft {

        public String getName() {
            return "";
        }

        public Size getSize() {
            return new Size(1, 2);
        }
    }

    /** An object with one property. */
    public static class Label {

        public String getText() {
            return "";
        }
    }

    /** What subclasses add is not known. */
    public abstract static class Shape {

        public abstract String getName();

        public abstract int getCorners();
    }

    public enum Color {
        RED
    }

    interface Methods {

        String values(
                String text,
                char letter,
                long number,
                Color color,
                UUID uuid,
                byte[] bytes,
                int[] numbers,
                Map<String, String> map,
                Set<Long> set,
                Optional<Long> maybe,
                Size size,
                Draft draft,
                Label label,
                Shape shape,
                CharSequence open,
                MediaType media,
                Object any,
                boolean flag);

        String two(long id, String name);

        String one(long id);

        String none();

        String foreign(long id, MediaType media);

        String again(long id, Refresh<String> refresh);

        List<Long> numbers(Collection<Long> ids, UUID[] uuids, Object any);
    }

    private static KeyShapes shapes(String name) {
        Method method = Sources.method(Methods.class, name);
        return new KeyShapes(
                new Parameters(Methods.class, method, method),
                ReturnShape.of(method, Methods.class, MethodDrivers.kinds()));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "#text, text",
        "#letter, text",
        "#open, text",
        "#number, number",
        "#color, constant",
        "#uuid, UUID",
        "#flag, Boolean",
        "#bytes, byte[]",
        "#numbers, list",
        "#set, list",
        "#map, map",
        "#maybe, number",
        "#size, whole Size",
        "#draft, whole object",
        "#label, unknown",
        "#shape, unknown",
        "#media, unknown",
        "#any, unknown",
        "'{#text, #number}', list of 2"
    })
    void kindOfKeyFollowsFromItsType(String expression, String text) {
        assertThat(shapes("values").of(expression).text()).isEqualTo(text);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "#text, text",
        "#p0, text",
        "#draft.name, name",
        "#draft.size.width, width",
        "#text.length(), ''",
        "#result, ''",
        "'#text + 1', ''"
    })
    void nameOfKeyIsThatOfWhatIsReadLast(String expression, String name) {
        assertThat(shapes("values").of(expression).names()).containsExactly(name);
    }

    @Test
    void eachPartOfAListHasItsName() {
        assertThat(shapes("values").of("{#text, #draft.name, 'a'}").names()).containsExactly("text", "name", "");
    }

    @Test
    void defaultKeyIsTheListOfAllArguments() {
        assertThat(shapes("two").of("")).isEqualTo(new KeyShape(KeyShape.LIST, 2, List.of("id", "name"), false));
        assertThat(shapes("none").of("")).isEqualTo(new KeyShape(KeyShape.LIST, 0, List.of(), true));
    }

    @Test
    void defaultKeyOfOneArgumentIsTheArgument() {
        assertThat(shapes("one").of("")).isEqualTo(new KeyShape("number", -1, List.of("id"), false));
    }

    @Test
    void whatComesFromTheCacheTakesNoPartInADefaultKey() {
        assertThat(shapes("again").of("")).isEqualTo(shapes("one").of(""));
    }

    @Test
    void nothingIsKnownOfADefaultKeyWithValuesOfTheFramework() {
        assertThat(shapes("foreign").of("")).isEqualTo(KeyShape.ANY);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"#ids, number", "#uuids, UUID", "#result, number", "#any, unknown", "'{1, 2}', unknown"})
    void kindOfElementsFollowsFromTheirType(String expression, String kind) {
        assertThat(shapes("numbers").ofElements(expression).kind()).isEqualTo(kind);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'''all''', true",
        "'{''a'', 1}', true",
        "#root.methodName, true",
        "#root.method.name, true",
        "#text, false",
        "'{''a'', #text}', false",
        "#root.args[0], false",
        "@regions, false",
        "T(Math).random(), false"
    })
    void keyIsConstantIfNothingInItVaries(String expression, boolean constant) {
        assertThat(KeyShapes.isConstant(expression)).isEqualTo(constant);
        assertThat(shapes("values").of(expression).constant()).isEqualTo(constant);
    }
}
