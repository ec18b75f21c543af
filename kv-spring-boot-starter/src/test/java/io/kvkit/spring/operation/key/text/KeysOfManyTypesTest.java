package io.kvkit.spring.operation.key.text;

import static org.assertj.core.api.Assertions.fail;

import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Equal objects have equal keys and unequal ones different keys, whatever their type. */
class KeysOfManyTypesTest {

    private static final int VALUES = 60;

    private final KeyText writer = new KeyText(Nulls.VALUE, KeyForms.withoutBeans());

    static Stream<SomeValues<?>> types() {
        return Stream.of(SomeValues.ofTheJdk(), SomeObjects.ofApplications(), SomeObjects.ofLibraries())
                .flatMap(List::stream);
    }

    @ParameterizedTest
    @MethodSource("types")
    void keysAreEqualWhereTheValuesAre(SomeValues<?> type) {
        List<Object> values = new ArrayList<>();
        for (int seed = 0; seed < VALUES; seed++) {
            values.add(type.make().apply(new Random(seed)));
            values.add(type.make().apply(new Random(seed)));
        }
        List<String> texts = values.stream().map(this::text).toList();
        List<String> inLists =
                values.stream().map(value -> text(List.of(value, "x"))).toList();
        for (int one = 0; one < values.size(); one++) {
            for (int other = 0; other < one; other++) {
                boolean equal = type.areEqual(values.get(one), values.get(other));
                if (texts.get(one).equals(texts.get(other)) != equal
                        || inLists.get(one).equals(inLists.get(other)) != equal) {
                    fail(
                            "%s and %s are %s and %s",
                            values.get(one), values.get(other), texts.get(one), texts.get(other));
                }
            }
        }
    }

    private String text(Object value) {
        return Objects.requireNonNull(writer.of(value));
    }
}
