package io.kvkit.spring.operation.key.equality;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether equal objects of a class have equal fields, so that its fields can be a key. */
class FieldEqualityTest {

    private static String difference(Class<?> type) {
        List<Field> fields = Stream.<Class<?>>iterate(type, each -> each != Object.class, Class::getSuperclass)
                .flatMap(each -> Arrays.stream(each.getDeclaredFields()))
                .filter(field -> !field.isSynthetic())
                .toList();
        return FieldEquality.of(type).difference(fields);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Equalities.Early.class,
                Equalities.Reversed.class,
                Equalities.NullSafe.class,
                Equalities.Generated.class,
                Equalities.Stepwise.class,
                Equalities.Decimal.class,
                Equalities.Unequal.class,
                Equalities.Named.class,
                Equalities.Numbered.class,
                Equalities.Point.class,
                Equalities.Identity.class
            })
    void equalityOfAllFieldsIsRecognizedHoweverItIsWritten(Class<?> type) {
        assertThat(difference(type)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Equalities.Inverted.class,
                Equalities.InvertedNumber.class,
                Equalities.AnyOf.class,
                Equalities.Ignoring.class,
                Equalities.Crossed.class,
                Equalities.NullIsAll.class,
                Equalities.TheirNullIsAll.class,
                Equalities.Rounded.class,
                Equalities.Float0.class,
                Equalities.Special.class,
                Equalities.Small.class,
                Equalities.Zero.class,
                Equalities.CaseFree.class,
                Equalities.Looping.class,
                Equalities.Switching.class,
                Equalities.Sparse.class,
                Equalities.Lenient.class
            })
    void everyOtherRuleIsRecognized(Class<?> type) {
        assertThat(difference(type)).isEqualTo("has an equals() that does more than compare fields");
    }

    @Test
    void fieldThatIsLeftOutIsNamed() throws Exception {
        List<Field> fields = List.of(
                Equalities.Named.class.getDeclaredField("name"), Equalities.Early.class.getDeclaredField("number"));
        assertThat(FieldEquality.of(Equalities.Named.class).difference(fields))
                .isEqualTo("leaves its field number out of equals()");
    }

    @Test
    void objectsOfTheClassThatDeclaresEqualsCanBeEqual() {
        class Renamed extends Equalities.Named {
            Renamed() {
                super("");
            }
        }
        assertThat(FieldEquality.of(Renamed.class).owner()).isEqualTo(Equalities.Named.class);
        assertThat(FieldEquality.of(Equalities.Identity.class).owner()).isEqualTo(Equalities.Identity.class);
        class Later extends Earlier {}
        assertThat(FieldEquality.of(Later.class).owner()).isEqualTo(Later.class);
    }

    @SuppressWarnings("EqualsHashCode")
    private static class Earlier {
        @Override
        public boolean equals(Object other) {
            return other != null && getClass() == other.getClass();
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    @Test
    void equalsOfAClassIsItsOwnOrInheritedOrNone() {
        class Tags extends ArrayList<String> {
            private static final long serialVersionUID = 1L;

            @Override
            public boolean equals(Object other) {
                return this == other;
            }

            @Override
            public int hashCode() {
                return 1;
            }
        }
        assertThat(OwnEquals.has(String.class)).isTrue();
        assertThat(OwnEquals.has(Equalities.Identity.class)).isFalse();
        assertThat(OwnEquals.has(Runnable.class)).isFalse();
        assertThat(OwnEquals.isChanged(Tags.class)).isTrue();
        assertThat(OwnEquals.isChanged(ArrayList.class)).isFalse();
        assertThat(OwnEquals.isChanged(Equalities.Named.class)).isFalse();
        assertThat(OwnEquals.isChanged(Equalities.Point.class)).isFalse();
        assertThat(OwnEquals.isOfJdk(String.class)).isTrue();
        assertThat(OwnEquals.isOfJdk(java.sql.Timestamp.class)).isTrue();
        assertThat(OwnEquals.isOfJdk(Tags.class)).isFalse();
    }
}
