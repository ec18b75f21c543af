package io.kvkit.spring.dedupe.delivery;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/** Calls methods of transports by their names. */
public final class Calls {

    private Calls() {}

    /** Calls a method without arguments. */
    public static @Nullable Object of(Object target, String name) {
        return invoke(target, ClassUtils.getMethod(target.getClass(), name));
    }

    static @Nullable Object of(Object target, String name, String argument) {
        return invoke(target, ClassUtils.getMethod(target.getClass(), name, String.class), argument);
    }

    // Through an interface, because the class of the object need not be public.
    private static @Nullable Object invoke(Object target, Method method, Object... arguments) {
        Method called = ClassUtils.getInterfaceMethodIfPossible(method, target.getClass());
        try {
            return called.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
