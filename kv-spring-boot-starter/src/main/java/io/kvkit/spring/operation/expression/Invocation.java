package io.kvkit.spring.operation.expression;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * One call of an annotated method, as expressions see it.
 *
 * @param target the object behind the proxy
 * @param method the called method
 * @param arguments the arguments; not changed
 * @param client the caller
 */
public record Invocation(
        Object target, Method method, @Nullable Object[] arguments, Client client) {}
