package io.kvkit.spring.transaction;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionAttribute;
import org.springframework.transaction.interceptor.TransactionAttributeSource;

/** What methods do with the transaction of their caller. Loaded only if Spring's transaction support is present. */
final class Propagations {

    // Also reads the annotation of Jakarta, if it is present.
    private static final TransactionAttributeSource ATTRIBUTES = new AnnotationTransactionAttributeSource(false);

    private Propagations() {}

    /** Returns whether the work of a method can be undone by the transaction of its caller. */
    static boolean joins(Method method, Class<?> type) {
        return joins(ATTRIBUTES.getTransactionAttribute(method, type));
    }

    private static boolean joins(@Nullable TransactionAttribute own) {
        return own == null
                || own.getPropagationBehavior() != TransactionDefinition.PROPAGATION_REQUIRES_NEW
                        && own.getPropagationBehavior() != TransactionDefinition.PROPAGATION_NOT_SUPPORTED;
    }
}
