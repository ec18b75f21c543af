package io.kvkit.spring.operation.expression;

import io.kvkit.spring.operation.type.TypeRelations;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.expression.spel.support.ReflectivePropertyAccessor;

/** Finds the properties and methods of types as SpEL does, without an object. */
final class Members extends ReflectivePropertyAccessor {

    private static final Members LOOKUP = new Members();

    private Members() {}

    /**
     * Returns the type of a property.
     *
     * @throws MissingMemberException if no object of that type can have it
     */
    static ResolvableType property(ResolvableType owner, String name) {
        Class<?> type = TypeRelations.raw(owner);
        if (type == null) {
            return ExpressionTypes.UNKNOWN;
        }
        if (type.isArray() && name.equals("length")) {
            return ResolvableType.forClass(int.class);
        }
        ResolvableType found = LOOKUP.find(owner, type, name);
        if (found == null) {
            MemberNames.refuseProperty(type, name, each -> LOOKUP.find(ResolvableType.NONE, each, name) != null);
            return ExpressionTypes.UNKNOWN;
        }
        return found;
    }

    /**
     * Returns the type of a method's result.
     *
     * @throws MissingMemberException if no object of that type can have it
     */
    static ResolvableType method(ResolvableType owner, String name, int arguments) {
        Class<?> type = TypeRelations.raw(owner);
        if (type == null) {
            return ExpressionTypes.UNKNOWN;
        }
        List<Method> found = methods(type, name, arguments);
        if (found.isEmpty()) {
            MemberNames.refuseMethod(
                    type, name, each -> !methods(each, name, arguments).isEmpty());
        }
        return found.size() == 1 ? result(owner, found.get(0)) : ExpressionTypes.UNKNOWN;
    }

    /** Returns the methods of a type, including those of {@code Object}. */
    static List<Method> methods(Class<?> type) {
        List<Method> methods = new ArrayList<>(List.of(type.getMethods()));
        if (type.isInterface()) {
            methods.addAll(List.of(Object.class.getMethods()));
        }
        return methods;
    }

    private @Nullable ResolvableType find(ResolvableType owner, Class<?> type, String name) {
        Method getter = findGetterForProperty(name, type, false);
        if (getter == null && type.isInterface()) {
            getter = findGetterForProperty(name, Object.class, false);
        }
        if (getter != null) {
            return result(owner, getter);
        }
        Field field = findField(name, type, false);
        return field == null
                ? null
                : ResolvableType.forType(field.getGenericType(), owner.as(field.getDeclaringClass()));
    }

    private static ResolvableType result(ResolvableType owner, Method method) {
        return ResolvableType.forType(method.getGenericReturnType(), owner.as(method.getDeclaringClass()));
    }

    /** Returns the methods with that number of arguments. */
    static List<Method> methods(Class<?> type, String name, int arguments) {
        return methods(type).stream()
                .filter(method -> method.getName().equals(name) && !method.isBridge() && takes(method, arguments))
                .toList();
    }

    private static boolean takes(Method method, int arguments) {
        return method.getParameterCount() == arguments
                || method.isVarArgs() && arguments >= method.getParameterCount() - 1;
    }
}
