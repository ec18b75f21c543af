package io.kvkit.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;

/** The least that a cache behind a proxy can do: it looks up the first argument. */
final class CaffeineAdvice implements MethodInterceptor {

    private final Cache<Object, Object> cache =
            Caffeine.newBuilder().maximumSize(10_000).build();

    static DefaultPointcutAdvisor advisor() {
        NameMatchMethodPointcut pointcut = new NameMatchMethodPointcut();
        pointcut.setClassFilter(NearShop.class::isAssignableFrom);
        pointcut.setMappedName("intercepted");
        return new DefaultPointcutAdvisor(pointcut, new CaffeineAdvice());
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object key = invocation.getArguments()[0];
        Object known = cache.getIfPresent(key);
        if (known == null) {
            known = invocation.proceed();
            cache.put(key, known);
        }
        return known;
    }
}
