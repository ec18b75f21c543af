package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.OperationSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;

/** Reads the annotations of beans that are made after the start, whose types may not have been known before. */
final class LateBeanCheck implements BeanPostProcessor {

    private volatile @Nullable OperationSource source;

    /** The start is over: from now on beans are checked when they are made. */
    void begin(OperationSource operations) {
        this.source = operations;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        OperationSource operations = source;
        if (operations != null) {
            operations.validate(AopUtils.getTargetClass(bean));
        }
        return bean;
    }
}
