package io.kvkit.spring.operation.expression;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.function.Predicate;

/** Recognizes declared types whose objects may have more members than the type declares. */
final class OpenTypes {

    private OpenTypes() {}

    /** Returns whether an object of the declared type may have a member that the type itself does not have. */
    static boolean mayHave(Class<?> type, Predicate<Class<?>> has) {
        if (type == Class.class) {
            // The expression may mean static members of the class that it names.
            return true;
        }
        if (type.isSealed()) {
            return Arrays.stream(type.getPermittedSubclasses()).anyMatch(each -> has.test(each) || mayHave(each, has));
        }
        return !type.isArray() && Modifier.isAbstract(type.getModifiers());
    }
}
