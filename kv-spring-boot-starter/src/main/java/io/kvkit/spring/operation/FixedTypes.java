package io.kvkit.spring.operation;

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
 * The types in a class's methods with what the class fixes in place of type variables, generics included:
 * {@code GenericTypeResolver.resolveType} makes of a variable that stands for {@code List<Product>} a bare {@code List}.
 */
final class FixedTypes {

    private final Map<Type, Type> variables;

    private FixedTypes(Class<?> owner) {
        this.variables = new HashMap<>(GenericTypeResolver.getTypeVariableMap(owner));
    }

    /** The type as an object of the class has it; variables that the class leaves open stay. */
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

    // What is read as the bound is one of those that the wildcard admits.
    private Type fixed(WildcardType wildcard) {
        Type bound = wildcard.getUpperBounds()[0];
        Type fixed = fixed(bound);
        return fixed.equals(bound) ? wildcard : fixed;
    }

    // A variable whose bound names it, and that is not fixed, stands for itself.
    private Type fixed(TypeVariable<?> variable) {
        Type known = variables.remove(variable);
        if (known == null) {
            return variable;
        }
        Type fixed = fixed(known);
        variables.put(variable, known);
        return fixed;
    }

    // An array of lists is left open: it would lose what is in the lists.
    private static Type ofComponent(GenericArrayType array, Type component) {
        return component instanceof Class<?> known ? known.arrayType() : array;
    }
}
