package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.operation.OperationSource;
import java.lang.reflect.Modifier;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * Reads the annotations of all beans before the application takes calls, so that a mistake stops the start.
 *
 * <p>Looks at types only and makes no bean. What the type of a bean does not show yet (lazy beans behind interfaces, what
 * factories make) is read when the bean is made.
 */
final class OperationScan implements SmartInitializingSingleton {

    private final ConfigurableListableBeanFactory beans;
    private final OperationSource source;
    private final BeanCheck check;
    private final StartupReport report;
    private final LateBeanCheck late;
    private final PrincipalCheck principals;

    OperationScan(
            ConfigurableListableBeanFactory beans,
            OperationSource source,
            BeanCheck check,
            StartupReport report,
            LateBeanCheck late,
            PrincipalCheck principals) {
        this.beans = beans;
        this.source = source;
        this.check = check;
        this.report = report;
        this.late = late;
        this.principals = principals;
    }

    @Override
    public void afterSingletonsInstantiated() {
        for (String name : beans.getBeanDefinitionNames()) {
            scan(name);
        }
        source.registry().check(beans);
        check.judgeResults();
        report.write(source.registry());
        principals.run(source.registry());
        late.begin(check);
    }

    private void scan(String name) {
        BeanDefinition definition = beans.getMergedBeanDefinition(name);
        if (definition.isAbstract()) {
            return;
        }
        // The class behind a JDK proxy.
        Object target = definition.getAttribute(AutoProxyUtils.ORIGINAL_TARGET_CLASS_ATTRIBUTE);
        Class<?> type = target instanceof Class<?> known ? known : beans.getType(name, false);
        if (type != null && !isOpen(type)) {
            validate(name, type);
        }
    }

    // Who implements it fixes its type variables: known when the bean is made.
    private static boolean isOpen(Class<?> type) {
        return Modifier.isAbstract(type.getModifiers()) && type.getTypeParameters().length > 0;
    }

    private void validate(String name, Class<?> type) {
        try {
            check.check(name, type);
        } catch (IllegalStateException e) {
            // A method speaks of a class that is not there: Spring refuses such a bean if it is ever made.
            if (!(e.getCause() instanceof NoClassDefFoundError)) {
                throw e;
            }
        }
    }
}
