package io.kvkit.spring.operation.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import java.io.InputStream;
import java.security.Principal;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import tools.jackson.databind.JsonNode;

/** Values that are no keys, at the start by their declared types and at a call by themselves. */
class RefusedValuesTest {

    /** Equal to another bag with the same elements in another order. */
    static final class Bag extends AbstractCollection<String> {

        private final List<String> elements;

        Bag(String... elements) {
            this.elements = List.of(elements);
        }

        @Override
        public Iterator<String> iterator() {
            return elements.iterator();
        }

        @Override
        public int size() {
            return elements.size();
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bag that
                    && elements.stream()
                            .sorted()
                            .toList()
                            .equals(that.elements.stream().sorted().toList());
        }

        @Override
        public int hashCode() {
            return elements.size();
        }
    }

    record Job(int number) implements Runnable {

        @Override
        public void run() {}
    }

    record Handle(int number) implements AutoCloseable {

        @Override
        public void close() {}
    }

    record Caller(String getName) implements Principal {

        @Override
        public String getName() {
            return getName;
        }
    }

    record Upload(String name, InputStream content) {}

    private static String text(Object value) {
        return Objects.requireNonNull(new KeyText(Nulls.VALUE, KeyForms.withoutBeans()).of(value));
    }

    private static void assertRefused(Object value, String reason) {
        assertThatExceptionOfType(NoKeyTextException.class)
                .isThrownBy(() -> text(value))
                .withMessage(value.getClass().getName() + ", which " + reason);
    }

    @Test
    void bagsAreNoKeysBecauseTheirOrderDoesNotMatter() {
        assertRefused(new Bag("a", "b"), "is a collection that is neither a list nor a set");
        assertThat(text(Map.of("b", 1).values())).isEqualTo("[1]");
    }

    @Test
    void callersAreNoKeys() {
        assertRefused(new Caller("alice"), "contains more about the caller than a name");
    }

    @Test
    void recordsMayBeWorkButNothingThatIsClosed() {
        assertThat(text(new Job(1))).isEqualTo("\\b" + Job.class.getName() + "[1]");
        assertRefused(new Handle(1), "must be closed, and is not a value");
    }

    @Test
    void nestingEndsAtThirtyTwoLevels() {
        Object nested = "a";
        for (int i = 0; i < 32; i++) {
            nested = List.of(nested);
        }
        assertThat(text(nested)).startsWith("[[").contains("a");
        Object deeper = List.of(nested);
        assertThatExceptionOfType(NoKeyTextException.class).isThrownBy(() -> text(deeper));
    }

    @Test
    void aDeclaredTypeIsRefusedForItsPart() {
        String stream = "java.io.InputStream is read once, and not for a key";
        assertThat(problem(ResolvableType.forClass(Upload.class))).isEqualTo(stream);
        assertThat(problem(of(HttpEntity.class, InputStream.class))).isEqualTo(stream);
        assertThat(problem(of(Collection.class, InputStream.class))).isEqualTo(stream);
        assertThat(problem(of(Map.class, InputStream.class, String.class))).isEqualTo(stream);
        assertThat(problem(of(Map.class, String.class, InputStream.class))).isEqualTo(stream);
        assertThat(problem(of(Map.class, String.class, Upload.class))).isEqualTo(stream);
        assertThat(problem(of(Map.class, String.class, String.class))).isNull();
        assertThat(problem(of(HttpEntity.class, String.class))).isNull();
    }

    abstract static class Shape {

        int corners;
    }

    static final class Square extends Shape {}

    interface Named {}

    @Test
    void aTypeWhoseValuesMayBeKeysIsNotRefused() {
        assertThat(problem(ResolvableType.forClass(Object.class))).isNull();
        assertThat(problem(ResolvableType.forClass(Named.class))).isNull();
        assertThat(problem(ResolvableType.forClass(Shape.class))).isNull();
        assertThat(problem(ResolvableType.forClass(JsonNode.class))).isNull();
        assertThat(problem(ResolvableType.forClass(Square.class)))
                .isEqualTo(Square.class.getName() + " does not show its field corners");
        assertThat(problem(ResolvableType.forArrayComponent(ResolvableType.forClass(Square.class))))
                .isEqualTo(Square.class.getName() + " does not show its field corners");
        assertThat(problem(ResolvableType.forClass(byte[].class))).isNull();
        assertThat(problem(of(Optional.class, Square.class)))
                .isEqualTo(Square.class.getName() + " does not show its field corners");
    }

    private static ResolvableType of(Class<?> type, Class<?>... parts) {
        return ResolvableType.forClassWithGenerics(type, parts);
    }

    private static @Nullable String problem(ResolvableType type) {
        return KeyForms.withoutBeans().problem(type);
    }
}
