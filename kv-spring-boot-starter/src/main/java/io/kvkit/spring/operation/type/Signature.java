package io.kvkit.spring.operation.type;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.core.ResolvableType;

/**
 * Name and parameter types of a method, with the type variables that a class fixes. The methods of a class and of its
 * interfaces with one signature are one method for a caller.
 *
 * @param name the name of the method
 * @param parameters the classes of its parameters
 */
public record Signature(String name, List<Class<?>> parameters) {

    /** Returns the signature of a method as the class has it. */
    public static Signature of(Class<?> type, Method method) {
        return new Signature(
                method.getName(),
                IntStream.range(0, method.getParameterCount())
                        .<Class<?>>mapToObj(index -> parameter(type, method, index))
                        .toList());
    }

    private static Class<?> parameter(Class<?> type, Method method, int index) {
        return ResolvableType.forMethodParameter(method, index, type).resolve(Object.class);
    }
}
