package io.kvkit.spring.intercept;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ClassUtils;

/**
 * Acknowledges a duplicate in the stead of a listener that does so by hand: without it the broker delivers it for ever.
 *
 * @param position the position of the listener's {@code Acknowledgment} argument; -1 if it has none
 * @param acknowledge the argument's method; null if it has none
 */
record Acknowledgments(int position, @Nullable Method acknowledge) {

    private static final String TYPE = "org.springframework.kafka.support.Acknowledgment";

    static Acknowledgments of(Method listener) {
        Class<?>[] types = listener.getParameterTypes();
        for (int i = 0; i < types.length; i++) {
            if (types[i].getName().equals(TYPE)) {
                return new Acknowledgments(i, ClassUtils.getMethod(types[i], "acknowledge"));
            }
        }
        return new Acknowledgments(-1, null);
    }

    GuardedCall.Unmade of(@Nullable Object[] arguments) {
        if (acknowledge == null || arguments[position] == null) {
            return GuardedCall.Unmade.NOTHING;
        }
        Object acknowledgment = arguments[position];
        return new GuardedCall.Unmade() {
            @Override
            public void answered() {
                invoke(acknowledge, acknowledgment);
            }
        };
    }

    private static void invoke(Method acknowledge, @Nullable Object acknowledgment) {
        try {
            acknowledge.invoke(acknowledgment);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
