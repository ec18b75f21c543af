package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.task.TaskDecorator;
import org.springframework.util.ClassUtils;

/**
 * Warns about methods that may find no principal.
 *
 * @param security whether Spring Security keeps principals on threads
 * @param carried whether the context of a thread is propagated to others
 */
record PrincipalCheck(boolean security, boolean carried) {

    private static final Logger log = LoggerFactory.getLogger("io.kvkit");
    private static final String HOLDER = "org.springframework.security.core.context.SecurityContextHolder";

    static PrincipalCheck of(ListableBeanFactory beans) {
        return new PrincipalCheck(
                ClassUtils.isPresent(HOLDER, PrincipalCheck.class.getClassLoader()),
                beans.getBeanNamesForType(TaskDecorator.class, true, false).length > 0);
    }

    void run(OperationRegistry operations) {
        String methods = operations.all().stream()
                .filter(PrincipalCheck::isLater)
                .map(operation -> operation.site().toString())
                .distinct()
                .collect(Collectors.joining(", "));
        if (security && !carried && !methods.isEmpty()) {
            log.warn(
                    "The scope of {} is PRINCIPAL, but these methods run on another thread, which Spring Security knows no"
                            + " principal of: set spring.task.execution.propagate-context=true, or define a TaskDecorator",
                    methods);
        }
    }

    private static boolean isLater(Operation operation) {
        return operation.returns().kind().isWithoutContext()
                && operation.key().scope().equals("PRINCIPAL");
    }
}
