package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Operations;
import java.lang.reflect.Method;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/**
 * Guards the methods with annotations that one interceptor serves.
 *
 * <p>Its {@linkplain GuardingArea area} makes it. Safe for use by several threads. An interceptor prepares each method once.
 */
public interface MethodGuards {

    /**
     * Returns guards of an annotation that is not repeatable.
     *
     * @param guarding prepares a method whose operation is enabled
     */
    static <O extends Operation> MethodGuards of(Class<O> type, Function<O, GuardedMethod> guarding) {
        return (operations, called) -> {
            O operation = operations.only(type);
            return operation == null || !operation.enabled() ? null : guarding.apply(operation);
        };
    }

    /**
     * Returns guards of an annotation that is not repeatable and whose methods run once.
     *
     * @param guarding prepares a method whose operation is enabled
     */
    static <O extends Operation> MethodGuards once(
            Class<O> type, BeanFactory beans, BiFunction<O, OnceWork, GuardedMethod> guarding) {
        return (operations, called) -> {
            O operation = operations.only(type);
            if (operation == null) {
                return null;
            }
            OnceWork work = OnceWork.of(operation, called, beans);
            return operation.enabled() ? guarding.apply(operation, work) : work.unprotected();
        };
    }

    /**
     * Prepares the guarded calls of a method; null if no operation of this kind is enabled for the method.
     *
     * @param operations the operations of the method
     * @param called the method by which it is called, possibly of an interface
     */
    @Nullable
    GuardedMethod prepare(Operations operations, Method called);
}
