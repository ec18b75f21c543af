package io.kvkit.spring.transaction;

import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What methods do with the transaction of their caller. Loaded only if Spring's transaction support is present. */
final class Propagations {

    private Propagations() {}

    /** Returns whether the work of a method can be undone by the transaction of its caller. */
    static boolean joins(Method method, Class<?> type) {
        Transactional own = AnnotatedElementUtils.findMergedAnnotation(method, Transactional.class);
        return joins(own == null ? AnnotatedElementUtils.findMergedAnnotation(type, Transactional.class) : own);
    }

    private static boolean joins(@Nullable Transactional own) {
        return own == null
                || own.propagation() != Propagation.REQUIRES_NEW && own.propagation() != Propagation.NOT_SUPPORTED;
    }
}
