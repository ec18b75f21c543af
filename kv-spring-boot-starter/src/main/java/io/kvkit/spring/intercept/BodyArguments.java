package io.kvkit.spring.intercept;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.AnnotatedMethod;

/**
 * Which arguments of a handler came from the request's body.
 *
 * @param positions their positions, in order
 */
record BodyArguments(List<Integer> positions) {

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
            bodies.add(arguments[position]);
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
}
