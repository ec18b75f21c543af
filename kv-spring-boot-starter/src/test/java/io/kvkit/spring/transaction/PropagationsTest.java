package io.kvkit.spring.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.util.ReflectionUtils;

/** Which methods belong to the transaction of their caller, by the annotations of Spring and of Jakarta. */
class PropagationsTest {

    static class Methods {

        void plain() {}

        @Transactional
        void required() {}

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        void apart() {}

        @Transactional(propagation = Propagation.NOT_SUPPORTED)
        void without() {}

        @jakarta.transaction.Transactional
        void jakartaRequired() {}

        @jakarta.transaction.Transactional(jakarta.transaction.Transactional.TxType.REQUIRES_NEW)
        void jakartaApart() {}

        @jakarta.transaction.Transactional(jakarta.transaction.Transactional.TxType.NOT_SUPPORTED)
        void jakartaWithout() {}
    }

    @Transactional(propagation = Propagation.REQUIRES_NEW)
    static class Apart extends Methods {

        @Override
        void plain() {}
    }

    private static boolean joins(Class<?> type, String name) {
        Method method = Objects.requireNonNull(ReflectionUtils.findMethod(type, name));
        return Propagations.joins(method, type);
    }

    @ParameterizedTest
    @CsvSource({
        "plain, true",
        "required, true",
        "apart, false",
        "without, false",
        "jakartaRequired, true",
        "jakartaApart, false",
        "jakartaWithout, false"
    })
    void methodWithATransactionOfItsOwnDoesNotJoin(String name, boolean joins) {
        assertThat(joins(Methods.class, name)).isEqualTo(joins);
    }

    @ParameterizedTest
    @CsvSource({"plain, false", "required, true"})
    void annotationOfTheMethodGoesBeforeThatOfItsType(String name, boolean joins) {
        assertThat(joins(Apart.class, name)).isEqualTo(joins);
    }
}
