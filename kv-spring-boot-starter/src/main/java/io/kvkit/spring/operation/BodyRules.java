package io.kvkit.spring.operation;

import java.lang.reflect.Method;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedMethod;

/** Refuses bodies of requests that cannot be compared before the handler is called; by name, because types may be absent. */
final class BodyRules {

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
            String file = FileTypes.in(type);
            if (file != null) {
                throw refused(declaration, "a file", file);
            }
            if (isBody(parameter, type) && FileTypes.holds(type, UNREAD)) {
                throw refused(declaration, "a body", type.toString());
            }
        }
    }

    private static KvConfigurationException refused(Declaration declaration, String unread, String type) {
        return declaration
                .site()
                .error(
                        "fingerprint",
                        null,
                        "requests with one key are compared, and " + unread + " that is read later, as " + type
                                + ", cannot be",
                        "Take the value itself, or say what to compare, as in fingerprint = \"#order.id\"");
    }

    private static boolean isBody(MethodParameter parameter, ResolvableType type) {
        for (var annotation : parameter.getParameterAnnotations()) {
            if (BODIES.contains(annotation.annotationType().getName())) {
                return true;
            }
        }
        return FileTypes.is(type.resolve(), List.of("org.springframework.http.HttpEntity"))
                || FileTypes.is(type.resolve(), STREAMS);
    }
}
