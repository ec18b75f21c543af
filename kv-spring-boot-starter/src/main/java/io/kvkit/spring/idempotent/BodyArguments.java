package io.kvkit.spring.idempotent;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;
import org.springframework.http.HttpEntity;
import org.springframework.util.ClassUtils;

/**
 * The arguments of a handler that come from the request body.
 *
 * @param positions the positions of these arguments, in order
 */
record BodyArguments(List<Integer> positions) {

    private static final boolean ENTITIES =
            ClassUtils.isPresent("org.springframework.http.HttpEntity", BodyArguments.class.getClassLoader());

    static BodyArguments of(Method handler) {
        List<Integer> positions = new ArrayList<>();
        for (MethodParameter parameter : new AnnotatedMethod(handler).getMethodParameters()) {
            if (isBody(parameter)) {
                positions.add(parameter.getParameterIndex());
            }
        }
        return new BodyArguments(List.copyOf(positions));
    }

    List<@Nullable Object> of(@Nullable Object[] arguments) {
        List<@Nullable Object> bodies = new ArrayList<>(positions.size());
        for (int position : positions) {
            Object argument = arguments[position];
            bodies.add(
                    argument != null && ENTITIES && Entities.isEntity(argument) ? Entities.body(argument) : argument);
        }
        return bodies;
    }

    // By name, because Spring Web may be absent.
    private static boolean isBody(MethodParameter parameter) {
        for (var annotation : parameter.getParameterAnnotations()) {
            String name = annotation.annotationType().getName();
            if (name.equals("org.springframework.web.bind.annotation.RequestBody")
                    || name.equals("org.springframework.web.bind.annotation.RequestPart")) {
                return true;
            }
        }
        String type = parameter.getParameterType().getName();
        return type.equals("org.springframework.http.HttpEntity")
                || type.equals("org.springframework.http.RequestEntity");
    }

    // A class of its own, loaded only with Spring Web.
    private static final class Entities {

        static boolean isEntity(Object argument) {
            return argument instanceof HttpEntity;
        }

        static @Nullable Object body(Object argument) {
            return ((HttpEntity<?>) argument).getBody();
        }
    }
}
