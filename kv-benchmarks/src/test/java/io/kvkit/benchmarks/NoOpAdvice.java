package io.kvkit.benchmarks;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;

/** Advice that only proceeds: what Spring's proxy costs by itself. */
final class NoOpAdvice implements MethodInterceptor {

    static DefaultPointcutAdvisor advisor() {
        NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
        pointcut.setClassFilter(Shop.class::isAssignableFrom);
        pointcut.setMappedName("proceed");
        return new DefaultPointcutAdvisor(pointcut, new NoOpAdvice());
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        return invocation.proceed();
    }
}
