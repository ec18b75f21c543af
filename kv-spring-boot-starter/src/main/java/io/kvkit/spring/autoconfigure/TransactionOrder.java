package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.intercept.GuardingArea;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.spring.operation.type.MethodAnnotations;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.Ordered;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;

/** Warns if the transaction of a method that runs once begins before its annotation decides. */
final class TransactionOrder {

    private static final Logger log = LoggerFactory.getLogger(TransactionOrder.class);
    private static final String ADVISOR = "org.springframework.transaction.config.internalTransactionAdvisor";

    private final BeanFactory beans;

    TransactionOrder(BeanFactory beans) {
        this.beans = beans;
    }

    void check(OperationRegistry operations) {
        Integer transactions = order(ADVISOR);
        if (transactions != null) {
            Areas.ALL.stream().filter(Area::isOnce).forEach(area -> check(area, transactions, operations));
        }
    }

    private void check(GuardingArea<?> area, int transactions, OperationRegistry operations) {
        Integer own = order(area.advice().get(0).bean() + "Advisor");
        if (own != null && own >= transactions) {
            operations.all().stream()
                    .filter(operation -> operation.area() == area && isTransactional(operation))
                    .findFirst()
                    .ifPresent(operation -> warn(operation, area, transactions));
        }
    }

    private @Nullable Integer order(String advisor) {
        return beans.containsBean(advisor) && beans.getBean(advisor) instanceof Ordered ordered
                ? ordered.getOrder()
                : null;
    }

    // Also reads the annotation of Jakarta, if it is present.
    private static boolean isTransactional(Operation operation) {
        Class<?> type = operation.site().type();
        return MethodAnnotations.searched(type, operation.site().method())
                .anyMatch(each -> new AnnotationTransactionAttributeSource(false).hasTransactionAttribute(each, type));
    }

    private static void warn(Operation operation, Area<?> area, int transactions) {
        log.warn(
                "{} is inside its own @Transactional: each replay opens a transaction. Set {}.order to less than {},"
                        + " or give @EnableTransactionManagement a higher order.",
                operation.site(),
                area.root(),
                transactions);
    }
}
