package io.kvkit.spring.operation;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** Refuses controllers that return what Spring MVC waits for and WebFlux would write as it is. */
final class WebFluxRules {

    // What every WebFlux application hands its requests to.
    private static final String WEB_HANDLER = "webHandler";

    private WebFluxRules() {}

    static void check(Operations operations, @Nullable BeanFactory beans) {
        for (Operation operation : operations.all()) {
            Class<?> type = operation.returns().rawType();
            if (isController(operation) && LaterTypes.isCalledLater(type) && isWebFlux(beans)) {
                String problem = "it returns " + type.getSimpleName() + ", whose work WebFlux does not begin";
                throw operation.site().error("", null, problem, "Return a Mono");
            }
        }
    }

    private static boolean isController(Operation operation) {
        return operation instanceof IdempotentOperation idempotent && idempotent.controller();
    }

    private static boolean isWebFlux(@Nullable BeanFactory beans) {
        return beans != null && beans.containsBean(WEB_HANDLER);
    }
}
