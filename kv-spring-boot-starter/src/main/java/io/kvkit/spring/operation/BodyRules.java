package io.kvkit.spring.operation;

import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;

/** Refuses bodies of requests that cannot be compared before the handler is called; by name, because types may be absent. */
final class BodyRules {

    private static final List<String> FILES = List.of(
            "org.springframework.web.multipart.MultipartFile",
            "org.springframework.web.multipart.MultipartRequest",
            "org.springframework.http.codec.multipart.Part",
            "jakarta.servlet.http.Part");

    private static final List<String> UNREAD = List.of(
            "org.reactivestreams.Publisher",
            "java.util.concurrent.CompletionStage",
            "java.io.InputStream",
            "java.io.Reader",
            "org.springframework.core.io.Resource");

    // Spring hands the body in as these without an annotation.
    private static final List<String> STREAMS = List.of("java.io.InputStream", "java.io.Reader");

    private static final List<String> BODIES = List.of(
            "org.springframework.web.bind.annotation.RequestBody",
            "org.springframework.web.bind.annotation.RequestPart");

    private BodyRules() {}

    /** Refuses a handler that takes one. */
    static void requireComparable(Declaration declaration) {
        Method method = declaration.site().method();
        for (MethodParameter parameter : new AnnotatedMethod(method).getMethodParameters()) {
            ResolvableType type = ResolvableType.forMethodParameter(
                    method, parameter.getParameterIndex(), declaration.site().type());
            String unread =
                    holds(type, FILES) ? "a file" : isBody(parameter, type) && holds(type, UNREAD) ? "a body" : null;
            if (unread != null) {
                throw declaration
                        .site()
                        .error(
                                "fingerprint",
                                null,
                                "requests with one key are compared, and " + unread + " that is read later, as " + type
                                        + ", cannot be",
                                "Take the value itself, or say what to compare, as in fingerprint = \"#order.id\"");
            }
        }
    }

    private static boolean isBody(MethodParameter parameter, ResolvableType type) {
        for (var annotation : parameter.getParameterAnnotations()) {
            if (BODIES.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return is(type.resolve(), List.of("org.springframework.http.HttpEntity")) || is(type.resolve(), STREAMS);
    }

    private static boolean holds(ResolvableType type, List<String> names) {
        if (is(type.resolve(), names) || is(type.getComponentType().resolve(), names)) {
            return true;
        }
        for (ResolvableType generic : type.getGenerics()) {
            if (holds(generic, names)) {
                return true;
            }
        }
        return false;
    }

    private static boolean is(@Nullable Class<?> type, List<String> names) {
        return type != null && Supertypes.names(type).stream().anyMatch(names::contains);
    }
}
