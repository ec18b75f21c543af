package io.kvkit.spring.operation.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SupertypesTest {

    interface Named {}

    interface Priced extends Named {}

    static class Product implements Cloneable {}

    static class Book extends Product implements Priced {}

    private static String[] names(Class<?>... types) {
        return List.of(types).stream().map(Class::getName).toArray(String[]::new);
    }

    @Test
    void typeHasItsOwnNameItsSuperclassesAndAllTheirInterfaces() {
        assertThat(Supertypes.names(Book.class))
                .containsExactly(names(Book.class, Product.class, Cloneable.class, Priced.class, Named.class));
        assertThat(Supertypes.names(Object.class)).isEmpty();
    }

    @Test
    void typeIncludesTheNameOfASupertype() {
        assertThat(Supertypes.include(Book.class, List.of("none", Named.class.getName())))
                .isTrue();
        assertThat(Supertypes.include(Product.class, List.of(Named.class.getName())))
                .isFalse();
        assertThat(Supertypes.include(null, List.of(Named.class.getName()))).isFalse();
    }
}
