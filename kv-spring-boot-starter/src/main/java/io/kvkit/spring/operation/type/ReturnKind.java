package io.kvkit.spring.operation.type;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;

/**
 * One way in which methods deliver their value. What runs the calls of such methods implements it too, so that a further
 * way is one class and one line in the list of all.
 */
public interface ReturnKind {

    /** Returns the name of the kind. */
    String name();

    /** Returns whether methods with a declared class deliver their value in this way. The first kind that does is used. */
    boolean takes(Class<?> declared);

    /** Returns the type of the value that methods with a declared type deliver. */
    default Type value(Type declared) {
        return argument(declared);
    }

    /** Returns whether the value is there when the method has returned. */
    default boolean isPlain() {
        return false;
    }

    /** Returns whether there may be more than one value, which cannot be kept. */
    default boolean isStream() {
        return false;
    }

    /** Returns whether guarded methods run on threads that have no context of the caller, unless it is propagated. */
    default boolean isWithoutContext() {
        return false;
    }

    /** Returns whether methods with a declared class always deliver a value. */
    default boolean isNeverEmpty(Class<?> declared) {
        return false;
    }

    /** Returns the type argument of a declared type; {@code Object} if there is none. */
    static Type argument(Type declared) {
        return declared instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
    }
}
