package io.kvkit.spring.ratelimited;

import io.kvkit.spring.operation.expression.Invocation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The method that answers calls above a limit.
 *
 * @param method the method, accessible
 * @param takesFailure whether its last parameter is the refusal
 */
public record Fallback(Method method, boolean takesFailure) {

    /**
     * Calls the method on the object behind the proxy.
     *
     * @throws Throwable the exception of the method
     */
    public @Nullable Object invoke(Invocation call, Throwable refusal) throws Throwable {
        @Nullable Object[] arguments = call.arguments();
        if (takesFailure) {
            arguments = Arrays.copyOf(arguments, arguments.length + 1);
            arguments[arguments.length - 1] = refusal;
        }
        try {
            return method.invoke(call.target(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }
}
