package io.kvkit.spring.operation.read;

import io.kvkit.annotation.Cached;
import io.kvkit.spring.operation.Mistakes;
import io.kvkit.spring.operation.Refused;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Methods whose calls no proxy sees. */
class MethodMistakesTest {

    @Refused("@Cached on HERE.m(long): the method is private, so the annotation would do nothing. Make it "
            + "public, and call it from another bean.")
    static class PrivateMethod {

        @Cached
        private String m(long id) {
            return "";
        }
    }

    @Refused("@Cached on HERE.m(long): the method is final, so the annotation would do nothing. Remove " + "final.")
    static class FinalMethod {

        @Cached
        public final String m(long id) {
            return "";
        }
    }

    @Refused("@Cached on HERE.m(long): the method is static, so the annotation would do nothing. Make it a "
            + "method of the bean.")
    static class StaticMethod {

        @Cached
        public static String m(long id) {
            return "";
        }
    }

    @Refused("@Cached on HERE.m(long): the class is final, so the annotation would do nothing. Remove final.")
    static final class FinalClass {

        @Cached
        public String m(long id) {
            return "";
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(MethodMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
