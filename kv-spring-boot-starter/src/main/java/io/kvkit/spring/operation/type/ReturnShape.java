package io.kvkit.spring.operation.type;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;

/**
 * The return type of a method, taken apart.
 *
 * @param kind how the value is delivered
 * @param type the type of the value, with generics, without stage, {@code Mono}, {@code Flux} and {@code Optional}
 * @param optional whether the value is delivered in an {@code Optional}
 * @param carrier the declared class of the return type, without generics
 */
public record ReturnShape(ReturnKind kind, Type type, boolean optional, Class<?> carrier) {

    /** Returns the class of the value, without generics. */
    public Class<?> rawType() {
        return ResolvableType.forType(type).resolve(Object.class);
    }

    /** Returns whether there is no value. */
    public boolean isVoid() {
        return type == void.class || type == Void.class;
    }

    /** Returns whether the method cannot return null or an empty result, such as for a primitive. */
    public boolean isNeverNull() {
        return !optional && (rawType().isPrimitive() && !isVoid() || kind.isNeverEmpty(carrier));
    }

    /** Returns the value without its {@code Optional}; null if it is empty. */
    public @Nullable Object unwrap(@Nullable Object value) {
        return optional && value instanceof Optional<?> inner ? inner.orElse(null) : value;
    }

    /** Returns the value in an {@code Optional} if the method returns one. */
    public @Nullable Object wrap(@Nullable Object value) {
        return optional ? Optional.ofNullable(value) : value;
    }

    /**
     * Returns the shape of a method's return type as an object of the class has it.
     *
     * @param kinds all ways in which methods may deliver their value; the first that takes the type is used
     */
    public static ReturnShape of(Method method, Class<?> target, List<? extends ReturnKind> kinds) {
        Type type = FixedTypes.of(method.getGenericReturnType(), target);
        Class<?> carrier = ResolvableType.forType(type).resolve(Object.class);
        ReturnKind kind =
                kinds.stream().filter(each -> each.takes(carrier)).findFirst().orElseThrow();
        Type value = kind.value(type);
        boolean optional = ResolvableType.forType(value).resolve(Object.class) == Optional.class;
        return new ReturnShape(kind, optional ? ReturnKind.argument(value) : value, optional, carrier);
    }
}
