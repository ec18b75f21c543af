package io.kvkit.spring.idempotent;

import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.type.LaterTypes;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;

/** Refuses controllers that return types for which Spring MVC waits but which WebFlux would write as they are. */
final class WebFluxRules {

    // The bean to which every WebFlux application passes its requests.
    private static final String WEB_HANDLER = "webHandler";

    private WebFluxRules() {}

    static void check(Operation operation, @Nullable BeanFactory beans) {
        Class<?> type = operation.returns().rawType();
        if (LaterTypes.isCalledLater(type) && isWebFlux(beans)) {
            String problem = "it returns " + type.getSimpleName() + ", whose work WebFlux does not begin";
            throw operation.site().error("", null, problem, "Return a Mono");
        }
    }

    private static boolean isWebFlux(@Nullable BeanFactory beans) {
        return beans != null && beans.containsBean(WEB_HANDLER);
    }
}
