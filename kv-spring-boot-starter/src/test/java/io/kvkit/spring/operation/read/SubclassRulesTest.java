package io.kvkit.spring.operation.read;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvConfigurationException;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Annotated classes that cannot have a subclass. */
class SubclassRulesTest {

    static final class Final {

        @Cached
        public String m(long id) {
            return "";
        }
    }

    record Data(String name) implements Supplier<String> {

        @Override
        @Cached
        public String get() {
            return name;
        }
    }

    static sealed class Sealed permits Only {

        @Cached
        public String m(long id) {
            return "";
        }
    }

    static final class Only extends Sealed {}

    static class Closed {

        private Closed() {}

        static Closed create() {
            return new Closed();
        }

        @Cached
        public String m(long id) {
            return "";
        }
    }

    static class Open {

        private Open() {}

        Open(int size) {
            assert size >= 0;
        }

        static Open create() {
            return new Open();
        }

        @Cached
        public String m(long id) {
            return "";
        }
    }

    static final class Plain {

        public String m(long id) {
            return "";
        }
    }

    interface Catalog {

        @Cached
        String m(long id);
    }

    private static void assertRefused(Class<?> type, String problem, String mend) {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> OperationSource.requireSubclass(type, List.of(Cached.class)))
                .withMessage(
                        "The annotation on " + type.getName() + problem + ", so it would do nothing. " + mend + ".");
    }

    @Test
    void annotatedClassesWithoutSubclassesAreRefused() {
        assertRefused(Final.class, ".m(): the class is final", "Open the class");
        assertRefused(
                Data.class,
                ".get(): the class is a record",
                "Open the class, or have its interface proxied: with @Proxyable(ProxyType.INTERFACES), or"
                        + " spring.aop.proxy-target-class=false for all beans");
        assertRefused(Sealed.class, ".m(): the class is sealed", "Open the class");
        assertRefused(Closed.class, ".m(): all constructors of the class are private", "Open the class");
    }

    @Test
    void whatCanHaveASubclassOrHasNoAnnotationIsNotRefused() {
        for (Class<?> type : List.of(Open.class, Plain.class, Catalog.class, String.class)) {
            assertThatNoException()
                    .as(type.getName())
                    .isThrownBy(() -> OperationSource.requireSubclass(type, List.of(Cached.class)));
        }
        assertThatNoException()
                .as("another annotation")
                .isThrownBy(() -> OperationSource.requireSubclass(Final.class, List.of(RateLimited.class)));
    }
}
