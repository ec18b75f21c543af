package io.kvkit.codec;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The names of declared types. Classes of an application are named without package and outer class, which change. */
final class PlainNames {

    private PlainNames() {}

    static String of(Type type) {
        if (type instanceof Class<?> plain) {
            return plain.isArray() ? of(plain.getComponentType()) + "[]" : name(plain);
        }
        if (type instanceof ParameterizedType generic) {
            return of(generic.getRawType()) + all(generic.getActualTypeArguments());
        }
        if (type instanceof GenericArrayType array) {
            return of(array.getGenericComponentType()) + "[]";
        }
        return type instanceof WildcardType wildcard
                ? "?" + all(wildcard.getUpperBounds()) + all(wildcard.getLowerBounds())
                : type.getTypeName();
    }

    static String name(Class<?> type) {
        return Reflected.isOfJdk(type) ? type.getName() : type.getSimpleName();
    }

    private static String all(Type[] types) {
        return Arrays.stream(types).map(PlainNames::of).collect(Collectors.joining(",", "<", ">"));
    }
}
