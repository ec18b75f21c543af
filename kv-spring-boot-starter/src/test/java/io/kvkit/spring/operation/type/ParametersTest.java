package io.kvkit.spring.operation.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The parameters of a method as expressions and messages name them. */
class ParametersTest {

    interface Finder<T> {
        T find(long productId, List<T> others);
    }

    static class Finding implements Finder<String> {
        @Override
        public String find(long id, List<String> rest) {
            return rest.get((int) id);
        }

        public String all() {
            return "";
        }
    }

    abstract static class Open<T> {
        public void save(T value, T[] more) {}
    }

    static class Closed extends Open<String> {}

    private static Method method(Class<?> type, String name) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .findFirst()
                .orElseThrow();
    }

    private final Parameters found =
            new Parameters(Finding.class, method(Finding.class, "find"), method(Finder.class, "find"));

    @Test
    void parameterHasTheNamesOfTheMethodOfTheInterfaceAndOfItsPosition() {
        assertThat(found.count()).isEqualTo(2);
        for (String name : List.of("rest", "others", "p1", "a1")) {
            assertThat(found.index(name)).as(name).isEqualTo(1);
        }
        assertThat(found.index("id")).isZero();
        assertThat(found.index("p2")).isNull();
        assertThat(found.index("name")).isNull();
        assertThat(found.areNamed()).isTrue();
    }

    @Test
    void messagesUseTheNamesOfTheMethod() {
        assertThat(found.name(1)).isEqualTo("rest");
        assertThat(found.name(7)).isEqualTo("p7");
        assertThat(found.display(0)).isEqualTo("long id");
        assertThat(found.offer()).isEqualTo("#id, #rest, #productId, #others");
    }

    @Test
    void methodWithoutParametersOffersNothing() {
        Method all = method(Finding.class, "all");
        Parameters none = new Parameters(Finding.class, all, all);
        assertThat(none.offer()).isEmpty();
        assertThat(none.areNamed()).isTrue();
        assertThat(none.count()).isZero();
    }

    @Test
    void typesThatTheClassFixesAreKnown() {
        Method save = method(Open.class, "save");
        Parameters closed = new Parameters(Closed.class, save, save);
        assertThat(closed.rawType(0)).isEqualTo(String.class);
        assertThat(closed.type(0)).isEqualTo(String.class);
        assertThat(closed.type(1)).isEqualTo(String[].class);
        assertThat(found.type(1).getTypeName()).isEqualTo("java.util.List<java.lang.String>");
    }
}
