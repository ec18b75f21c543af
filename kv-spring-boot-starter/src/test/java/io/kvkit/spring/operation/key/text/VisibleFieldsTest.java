package io.kvkit.spring.operation.key.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects are keys by their fields, if they show all of these. */
class VisibleFieldsTest {

    public static class ByField {

        public String name = "";
    }

    public static class ByGetter {

        String name = "";

        public String getName() {
            return name;
        }
    }

    public static class ByFlag {

        boolean active;

        public boolean isActive() {
            return active;
        }
    }

    public static class ByFluentGetter {

        String name = "";

        public String name() {
            return name;
        }
    }

    public static class ByGetterOfAFlag {

        Boolean isActive = true;

        public Boolean getActive() {
            return isActive;
        }
    }

    static class Constant {

        private static final String HIDDEN = "";

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Constant;
        }

        @Override
        public int hashCode() {
            return HIDDEN.length();
        }
    }

    public static class Unseen {

        String name = "";
    }

    public static class BySetter {

        String name = "";

        public String getName(String prefix) {
            return prefix + name;
        }

        public void name() {}

        public static String isName() {
            return "";
        }
    }

    public static class ByNoGetterOfAFlag {

        Boolean isActive = true;

        public Boolean getIsActiveNow() {
            return isActive;
        }
    }

    public static class ByOtherGetter {

        String island = "";

        public String getName() {
            return island;
        }
    }

    interface Greeting {

        String greet();
    }

    private static String text(Object value) {
        return Objects.requireNonNull(new KeyText(Nulls.VALUE, KeyForms.withoutBeans()).of(value));
    }

    @ParameterizedTest
    @ValueSource(classes = {ByField.class, ByGetter.class, ByFlag.class, ByFluentGetter.class, ByGetterOfAFlag.class})
    void whatShowsItsFieldsIsAKey(Class<?> type) throws ReflectiveOperationException {
        assertThat(text(type.getConstructor().newInstance()))
                .startsWith("\\b" + type.getName() + "[")
                .isEqualTo(text(type.getConstructor().newInstance()));
    }

    @Test
    void fieldsOfTheClassItselfTakeNoPart() {
        assertThat(text(new Constant())).isEqualTo("\\b" + Constant.class.getName() + "[]");
    }

    @ParameterizedTest
    @ValueSource(classes = {Unseen.class, BySetter.class, ByNoGetterOfAFlag.class, ByOtherGetter.class})
    void whatHidesAFieldIsNoKey(Class<?> type) throws ReflectiveOperationException {
        Object value = type.getConstructor().newInstance();
        String field = type.getDeclaredFields()[0].getName();
        assertThatExceptionOfType(NoKeyTextException.class)
                .isThrownBy(() -> text(value))
                .withMessage(type.getName() + ", which does not show its field " + field);
    }

    @Test
    void lambdasProxiesAndObjectsOfTheJdkHaveNoText() {
        Greeting lambda = () -> "hello";
        Object proxy = Proxy.newProxyInstance(
                Greeting.class.getClassLoader(), new Class<?>[] {Greeting.class}, (self, method, arguments) -> "hello");
        assertThatExceptionOfType(NoKeyTextException.class)
                .isThrownBy(() -> text(lambda))
                .withMessageEndingWith(", which has no text of its own");
        assertThatExceptionOfType(NoKeyTextException.class)
                .isThrownBy(() -> text(proxy))
                .withMessageEndingWith(", which has no text of its own");
        assertThatExceptionOfType(NoKeyTextException.class)
                .isThrownBy(() -> text(new Random()))
                .withMessage("java.util.Random, which has no text of its own");
    }
}
