package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.read.CandidateClasses;
import io.kvkit.spring.operation.read.OperationSource;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Checks beans when they are created: whether they can be proxied and, after startup, the annotations of beans whose
 * types may have been unknown before.
 */
final class LateBeanCheck implements BeanPostProcessor {

    private final ProxyKind proxies;
    private final CandidateClasses candidates;
    private volatile @Nullable BeanCheck check;

    LateBeanCheck(ConfigurableListableBeanFactory beans, CandidateClasses candidates) {
        this.proxies = new ProxyKind(beans);
        this.candidates = candidates;
    }

    /** Begins to check the annotations of new beans, after startup. */
    void begin(BeanCheck ofTypes) {
        this.check = ofTypes;
    }

    @Override
    public Object postProcessBeforeInitialization(Object bean, String name) {
        Class<?> type = bean.getClass();
        if (candidates.mayHaveAny(type) && proxies.isBySubclass(type, name)) {
            OperationSource.requireSubclass(type, Areas.annotations());
        }
        return bean;
    }

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        BeanCheck begun = check;
        if (begun != null && begun.check(name, AopUtils.getTargetClass(bean))) {
            begun.judgeAll();
        }
        return bean;
    }
}
