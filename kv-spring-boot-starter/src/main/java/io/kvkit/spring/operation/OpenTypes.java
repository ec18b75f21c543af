package io.kvkit.spring.operation;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.Predicate;

/** Tells types that stand for others, which may have more than they declare. */
final class OpenTypes {

    private OpenTypes() {}

    /** Whether an object that is declared as this type may have what the type itself has not. */
    static boolean mayHave(Class<?> type, Predicate<Class<?>> has) {
        if (type == Class.class) {
            // Its own static members may be meant.
            return true;
        }
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses()).anyMatch(each -> has.test(each) || mayHave(each, has));
        }
        return !type.isArray() && Modifier.isAbstract(type.getModifiers());
    }
}
