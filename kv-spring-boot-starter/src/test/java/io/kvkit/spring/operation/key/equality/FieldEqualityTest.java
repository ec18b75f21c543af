package io.kvkit.spring.operation.key.equality;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.lang3.builder.EqualsBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether equal objects of a class have equal fields, so that its fields can be a key. */
@SuppressWarnings("EqualsHashCode")
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
                FieldEqualities.Early.class,
                FieldEqualities.Reversed.class,
                FieldEqualities.NullSafe.class,
                FieldEqualities.Generated.class,
                FieldEqualities.Stepwise.class,
                FieldEqualities.Decimal.class,
                FieldEqualities.Unequal.class,
                FieldEqualities.Named.class,
                FieldEqualities.Numbered.class,
                FieldEqualities.Point.class,
                FieldEqualities.Identity.class,
                FieldEqualities.Bits.class,
                FieldEqualities.Unboxed.class,
                FieldEqualities.Boxing.class,
                FieldEqualities.Strict.class,
                Built.class,
                FieldEqualities.SameOrEqual.class,
                FieldEqualities.Flags.class
            })
    void equalityOfAllFieldsIsRecognizedHoweverItIsWritten(Class<?> type) {
        assertThat(difference(type)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OddEqualities.Inverted.class,
                OddEqualities.InvertedNumber.class,
                OddEqualities.AnyOf.class,
                OddEqualities.Ignoring.class,
                OddEqualities.Crossed.class,
                OddEqualities.NullIsAll.class,
                OddEqualities.TheirNullIsAll.class,
                OddEqualities.Rounded.class,
                OddEqualities.Float0.class,
                OddEqualities.Special.class,
                OddEqualities.Small.class,
                OddEqualities.Zero.class,
                OddEqualities.CaseFree.class,
                OddEqualities.Looping.class,
                OddEqualities.Switching.class,
                OddEqualities.Sparse.class,
                OddEqualities.Lenient.class,
                OddEqualities.Half.class,
                OddEqualities.Hundred.class,
                BuiltOfOne.class,
                OddEqualities.Thousand.class,
                OddEqualities.None0.class,
                OddEqualities.Lengths.class,
                OddGetters.Lower.class,
                OddGetters.Fixed.class,
                OddGetters.Either2.class,
                OddGetters.Counted.class,
                OddGetters.Tens.class,
                OddGetters.Trimmed.class,
                OddGetters.Shared.class,
                OddGetters.Concatenated.class,
                OddEqualities.SelfCompared.class,
                OddEqualities.BothNull.class,
                OddEqualities.SuperIgnored.class
            })
    void everyOtherRuleIsRecognized(Class<?> type) {
        assertThat(difference(type)).isEqualTo("has an equals() that does more than compare fields");
    }

    @Test
    void fieldThatIsLeftOutIsNamed() throws Exception {
        List<Field> fields = List.of(
                FieldEqualities.Named.class.getDeclaredField("name"),
                FieldEqualities.Early.class.getDeclaredField("number"));
        assertThat(FieldEquality.of(FieldEqualities.Named.class).difference(fields))
                .isEqualTo("leaves its field number out of equals()");
    }

    @Test
    void fieldOfASuperclassWhoseEqualsIsNotAskedIsLeftOut() {
        assertThat(difference(Renumbered.class)).isEqualTo("leaves its field name out of equals()");
    }

    @Test
    void objectsOfTheClassThatDeclaresEqualsCanBeEqual() {
        class Renamed extends FieldEqualities.Named {
            Renamed() {
                super("");
            }
        }
        assertThat(FieldEquality.of(Renamed.class).owner()).isEqualTo(FieldEqualities.Named.class);
        assertThat(FieldEquality.of(FieldEqualities.Identity.class).owner()).isEqualTo(FieldEqualities.Identity.class);
        class Later extends Earlier {}
        assertThat(FieldEquality.of(Later.class).owner()).isEqualTo(Later.class);
    }

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
        assertThat(OwnEquals.has(FieldEqualities.Identity.class)).isFalse();
        assertThat(OwnEquals.has(Runnable.class)).isFalse();
        assertThat(OwnEquals.isChanged(Tags.class)).isTrue();
        assertThat(OwnEquals.isChanged(ArrayList.class)).isFalse();
        assertThat(OwnEquals.isChanged(FieldEqualities.Named.class)).isFalse();
        assertThat(OwnEquals.isChanged(FieldEqualities.Point.class)).isFalse();
        assertThat(OwnEquals.isOfJdk(String.class)).isTrue();
        assertThat(OwnEquals.isOfJdk(java.sql.Timestamp.class)).isTrue();
        assertThat(OwnEquals.isOfJdk(Tags.class)).isFalse();
    }

    record Built(String name, long number) {

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof Built)) {
                return false;
            }
            Built that = (Built) other;
            return new EqualsBuilder()
                    .append(name, that.name)
                    .append(number, that.number)
                    .isEquals();
        }
    }

    record BuiltOfOne(String name, String city) {

        @Override
        public boolean equals(Object other) {
            if (!(other instanceof BuiltOfOne)) {
                return false;
            }
            BuiltOfOne that = (BuiltOfOne) other;
            return new EqualsBuilder()
                    .append(name, that.city)
                    .append(city, that.name)
                    .build();
        }
    }

    /** It forgets what it inherits. */
    private static final class Renumbered extends FieldEqualities.Named {

        private final long number;

        Renumbered(long number) {
            super("");
            this.number = number;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Renumbered that && number == that.number;
        }
    }
}
