package io.kvkit.spring.operation.type;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ResolvableType;

/**
 * Resolves the types in the methods of a class, generics included. {@code GenericTypeResolver.resolveType} resolves a
 * variable that a class fixes as {@code List<Product>} to a raw {@code List}.
 */
final class FixedTypes {

    private final Map<Type, Type> variables;

    private FixedTypes(Class<?> owner) {
        this.variables = new HashMap<>(GenericTypeResolver.getTypeVariableMap(owner));
    }

    /** Returns the type as an object of the class has it. Variables that the class leaves open stay. */
    static Type of(Type type, Class<?> owner) {
        return new FixedTypes(owner).fixed(type);
    }

    private Type fixed(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return fixed(variable);
        }
        if (type instanceof ParameterizedType generic) {
            return fixed(generic);
        }
        if (type instanceof GenericArrayType array) {
            return ofComponent(array, fixed(array.getGenericComponentType()));
        }
        return type instanceof WildcardType wildcard ? fixed(wildcard) : type;
    }

    private Type fixed(ParameterizedType generic) {
        Type[] declared = generic.getActualTypeArguments();
        Type[] fixed = Arrays.stream(declared).map(this::fixed).toArray(Type[]::new);
        if (Arrays.equals(declared, fixed)) {
            return generic;
        }
        ResolvableType[] arguments =
                Arrays.stream(fixed).map(ResolvableType::forType).toArray(ResolvableType[]::new);
        return ResolvableType.forClassWithGenerics((Class<?>) generic.getRawType(), arguments)
                .getType();
    }

    // A value that is read as the bound is a value that the wildcard admits.
    private Type fixed(WildcardType wildcard) {
        Type bound = wildcard.getUpperBounds()[0];
        Type fixed = fixed(bound);
        return fixed.equals(bound) ? wildcard : fixed;
    }

    // A variable that is not fixed and whose bound refers to itself stays as it is.
    private Type fixed(TypeVariable<?> variable) {
        Type known = variables.remove(variable);
        if (known == null) {
            return variable;
        }
        Type fixed = fixed(known);
        variables.put(variable, known);
        return fixed;
    }

    // An array of lists stays open because resolving it would lose the element types.
    private static Type ofComponent(GenericArrayType array, Type component) {
        return component instanceof Class<?> known ? known.arrayType() : array;
    }
}
