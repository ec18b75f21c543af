package io.kvkit.spring.operation.key.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.KvKeyText;
import java.math.BigInteger;
import java.security.Principal;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** What the form of a type says to those that ask before any call. */
class KeyFormsTest {

    enum Color {
        RED
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                String.class,
                Long.class,
                long.class,
                Integer.class,
                int.class,
                boolean.class,
                char.class,
                byte.class,
                Short.class,
                UUID.class,
                Color.class
            })
    void valuesStandForTheirTextsWhereOneIsAsGoodAsTheOther(Class<?> type) {
        assertThat(KeyForms.withoutBeans().isSimple(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            classes = {Object.class, double.class, BigInteger.class, LocalDate.class, CharSequence.class, Enum.class})
    void otherValuesDoNot(Class<?> type) {
        assertThat(KeyForms.withoutBeans().isSimple(type)).isFalse();
    }

    @Test
    void typesThatTheApplicationWritesDoNotStandForTheirTexts() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("color", KvKeyText.of(Color.class, color -> "a color"));
        beans.addBean("id", KvKeyText.of(UUID.class, id -> "an id"));
        beans.addBean("who", KvKeyText.of(Principal.class, Principal::getName));
        KeyForms forms = KeyForms.of(beans);
        assertThat(forms.isSimple(Color.class)).isFalse();
        assertThat(forms.isSimple(UUID.class)).isFalse();
        assertThat(forms.isSimple(boolean.class)).isTrue();
        assertThat(forms.identifyCaller(Principal.class)).isFalse();
        assertThat(KeyForms.withoutBeans().identifyCaller(Principal.class)).isTrue();
        assertThat(KeyForms.withoutBeans().identifyCaller(String.class)).isFalse();
    }
}
