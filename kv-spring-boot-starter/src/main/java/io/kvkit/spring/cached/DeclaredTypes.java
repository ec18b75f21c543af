package io.kvkit.spring.cached;

import java.lang.reflect.Type;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JavaType;

/** Types that are written as text, such as {@code java.util.List<com.shop.Product>}. */
final class DeclaredTypes {

    private DeclaredTypes() {}

    /** Returns a type of Jackson as one of Java. */
    static Type of(JavaType type) {
        return resolvable(type).getType();
    }

    private static ResolvableType resolvable(JavaType type) {
        if (type.isArrayType()) {
            return ResolvableType.forArrayComponent(resolvable(type.getContentType()));
        }
        ResolvableType[] arguments = type.getBindings().getTypeParameters().stream()
                .map(DeclaredTypes::resolvable)
                .toArray(ResolvableType[]::new);
        return arguments.length == 0
                ? ResolvableType.forClass(type.getRawClass())
                : ResolvableType.forClassWithGenerics(type.getRawClass(), arguments);
    }
}
