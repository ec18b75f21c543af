package io.kvkit.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonIgnoreType;
import java.lang.reflect.Field;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which fields of an object are its state, and which of these others see. */
@SuppressWarnings("unused")
class StateFieldsTest {

    @JsonIgnoreType
    static class Ignored {}

    static class Base {

        static int shared;
        transient int passing;
        int $added;

        @JsonIgnore
        int ignored;

        @JsonIgnore(false)
        int kept;

        Ignored ofIgnoredType;
        private int ignoredByGetter;
        private int hidden;
        private int fluent;
        private int byGetter;
        private boolean flag;
        private int byAnother;

        @JsonIgnore
        public int getIgnoredByGetter() {
            return ignoredByGetter;
        }

        public int fluent() {
            return fluent;
        }

        public int getByGetter() {
            return byGetter;
        }

        public boolean isFlag() {
            return flag;
        }

        public int getByAnother(int plus) {
            return byAnother + plus;
        }
    }

    @JsonIgnoreProperties({"named", "fromAbove"})
    static class Middle extends Base {

        int named;
        int fromAbove;
    }

    static class Lowest extends Middle {

        int own;
    }

    @SuppressWarnings("serial")
    static class OfTheJdk extends Number {

        int own;

        @Override
        public int intValue() {
            return own;
        }

        @Override
        public long longValue() {
            return own;
        }

        @Override
        public float floatValue() {
            return own;
        }

        @Override
        public double doubleValue() {
            return own;
        }
    }

    private static List<String> names(List<Field> fields) {
        return fields.stream()
                .map(Field::getName)
                .filter(name -> !name.startsWith("$jacoco"))
                .toList();
    }

    @Test
    void allFieldsAreThoseOfObjectsAndOfWhatTheirClassExtends() {
        assertThat(names(StateFields.read(Lowest.class).all()))
                .startsWith("own", "named", "fromAbove")
                .contains("passing", "$added", "ignored", "hidden", "byAnother")
                .doesNotContain("shared");
        assertThat(names(StateFields.read(OfTheJdk.class).all())).containsExactly("own");
    }

    @Test
    void theStateIsWhatNothingExcepts() {
        assertThat(names(StateFields.read(Lowest.class).state()))
                .containsExactly("own", "kept", "hidden", "fluent", "byGetter", "flag", "byAnother");
    }

    @Test
    void othersSeeWhatIsNotPrivateOrHasAnAccessor() {
        assertThat(names(StateFields.read(Lowest.class).shown()))
                .containsExactly("own", "kept", "fluent", "byGetter", "flag");
    }
}
