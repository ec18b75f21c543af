package io.kvkit.spring.operation.type;

import java.lang.reflect.Method;
import java.util.List;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** Recognizes methods that handle requests. Compares names because Spring's web modules may be absent. */
public final class Controllers {

    private static final List<String> MAPPINGS = List.of(
            "org.springframework.web.bind.annotation.RequestMapping",
            "org.springframework.web.service.annotation.HttpExchange");

    private static final List<String> ASSISTANTS = List.of(
            "org.springframework.web.bind.annotation.ExceptionHandler",
            "org.springframework.web.bind.annotation.InitBinder",
            "org.springframework.web.bind.annotation.ModelAttribute");

    private Controllers() {}

    /** Returns whether Spring calls the method before or after handler methods. */
    public static boolean assists(Class<?> type, Method method) {
        MethodAnnotations annotations = MethodAnnotations.of(type, method);
        return ASSISTANTS.stream().anyMatch(annotations::include)
                && MAPPINGS.stream().noneMatch(annotations::include);
    }

    /** Returns whether the method handles requests. */
    public static boolean handles(Class<?> type, Method method) {
        return MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY)
                        .isPresent("org.springframework.stereotype.Controller")
                && MAPPINGS.stream().anyMatch(MethodAnnotations.of(type, method)::include);
    }
}
