package io.kvkit.spring.operation;

import java.lang.reflect.Modifier;
import org.springframework.core.ResolvableType;

/** Tells whether an object that is declared as one type can be one of another. */
public final class TypeRelations {

    private TypeRelations() {}

    /** Whether it can; so it is if nothing is known of one of them. */
    public static boolean mayBe(ResolvableType declared, ResolvableType wanted) {
        Class<?> one = MemberTypes.raw(declared);
        Class<?> other = MemberTypes.raw(wanted);
        return one == null || other == null || mayBe(one, other) && mayBeOf(declared.as(other), wanted);
    }

    /** Whether it can, by the classes alone. */
    public static boolean mayBe(Class<?> declared, Class<?> wanted) {
        return wanted.isAssignableFrom(declared)
                || declared.isAssignableFrom(wanted)
                || declared.isInterface() && !isFinal(wanted)
                || wanted.isInterface() && !isFinal(declared);
    }

    // What is in a list counts as well.
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
