package io.kvkit.spring.operation.type;

import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/** Compares a declared type with a type that its objects may have. */
public final class TypeRelations {

    private TypeRelations() {}

    /** Returns the class, boxed; null if it is unknown. */
    public static @Nullable Class<?> raw(ResolvableType type) {
        Class<?> raw = type.resolve();
        return raw == null || raw == Object.class ? null : ClassUtils.resolvePrimitiveIfNecessary(raw);
    }

    /** Returns whether an object of the declared type can have the wanted type; true if one of them is unknown. */
    public static boolean mayBe(ResolvableType declared, ResolvableType wanted) {
        Class<?> one = raw(declared);
        Class<?> other = raw(wanted);
        return one == null || other == null || mayBe(one, other) && mayBeOf(declared.as(other), wanted);
    }

    /** Returns whether an object of the declared class can be one of the wanted class. */
    public static boolean mayBe(Class<?> declared, Class<?> wanted) {
        return wanted.isAssignableFrom(declared)
                || declared.isAssignableFrom(wanted)
                || declared.isInterface() && !isFinal(wanted)
                || wanted.isInterface() && !isFinal(declared);
    }

    // Compares element types too.
    private static boolean mayBeOf(ResolvableType declared, ResolvableType wanted) {
        ResolvableType[] ones = declared.getGenerics();
        ResolvableType[] others = wanted.getGenerics();
        for (int i = 0; i < ones.length && ones.length == others.length; i++) {
            if (!mayBe(ones[i], others[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinal(Class<?> type) {
        return Modifier.isFinal(type.getModifiers());
    }
}
