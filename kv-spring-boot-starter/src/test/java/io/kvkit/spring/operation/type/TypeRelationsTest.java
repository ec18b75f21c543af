package io.kvkit.spring.operation.type;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.core.ResolvableType;

/** Whether an object of a declared type can have another type, which decides between a mistake and a doubt. */
class TypeRelationsTest {

    interface Priced {}

    static class Product {}

    static class Book extends Product {}

    static final class Gift extends Product {}

    private static boolean mayBe(Class<?> declared, Class<?> wanted) {
        return TypeRelations.mayBe(declared, wanted);
    }

    private static ResolvableType of(Class<?> type, Class<?>... generics) {
        return ResolvableType.forClassWithGenerics(type, generics);
    }

    @Test
    void objectMayBeOfItsTypeOfASupertypeAndOfASubtype() {
        assertThat(mayBe(Book.class, Book.class)).isTrue();
        assertThat(mayBe(Book.class, Product.class)).isTrue();
        assertThat(mayBe(Product.class, Book.class)).isTrue();
        assertThat(mayBe(Book.class, Gift.class)).isFalse();
    }

    @Test
    void subclassMayImplementAnyInterfaceUnlessTheClassIsFinal() {
        assertThat(mayBe(Book.class, Priced.class)).isTrue();
        assertThat(mayBe(Priced.class, Book.class)).isTrue();
        assertThat(mayBe(Gift.class, Priced.class)).isFalse();
        assertThat(mayBe(Priced.class, Gift.class)).isFalse();
    }

    @Test
    void elementTypesCountToo() {
        assertThat(TypeRelations.mayBe(of(ArrayList.class, Book.class), of(List.class, Product.class)))
                .isTrue();
        assertThat(TypeRelations.mayBe(of(ArrayList.class, Book.class), of(List.class, Gift.class)))
                .isFalse();
        assertThat(TypeRelations.mayBe(of(Map.class, Long.class, Book.class), of(Map.class, Long.class, Gift.class)))
                .isFalse();
        assertThat(TypeRelations.mayBe(of(Collection.class, Book.class), ResolvableType.forClass(Collection.class)))
                .isTrue();
    }

    @Test
    void unknownTypeMayBeAnything() {
        assertThat(TypeRelations.mayBe(ResolvableType.NONE, of(Gift.class))).isTrue();
        assertThat(TypeRelations.mayBe(of(Gift.class), of(Object.class))).isTrue();
        assertThat(TypeRelations.mayBe(of(Gift.class), of(Book.class))).isFalse();
    }

    @Test
    void primitiveIsItsWrapper() {
        assertThat(TypeRelations.raw(of(int.class))).isEqualTo(Integer.class);
        assertThat(TypeRelations.mayBe(of(int.class), of(Integer.class))).isTrue();
        assertThat(TypeRelations.raw(of(Object.class))).isNull();
        assertThat(TypeRelations.raw(ResolvableType.NONE)).isNull();
    }
}
