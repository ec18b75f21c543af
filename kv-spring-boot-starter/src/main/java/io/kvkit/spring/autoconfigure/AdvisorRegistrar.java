package io.kvkit.spring.autoconfigure;

import io.kvkit.spring.intercept.Clients;
import io.kvkit.spring.intercept.GuardInterceptor;
import io.kvkit.spring.intercept.GuardingArea;
import io.kvkit.spring.intercept.KvAdvisor;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Area.Advice;
import io.kvkit.spring.operation.read.CandidateClasses;
import io.kvkit.spring.operation.read.OperationSource;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.StringUtils;

/**
 * Registers an advisor, an interceptor and the guards of its methods for each advice of each area.
 *
 * <p>Advisors are created before most other beans, so neither they nor the interceptors may need other beans, except
 * {@link CandidateClasses}, which needs none. The bean
 * name identifies the advice, so that bean definitions can be generated ahead of time.
 */
final class AdvisorRegistrar implements ImportBeanDefinitionRegistrar {

    @Override
    public void registerBeanDefinitions(AnnotationMetadata metadata, BeanDefinitionRegistry registry) {
        for (Advice advice : Areas.advice()) {
            register(registry, advice, "Advisor", KvAdvisor.class, BeanDefinition.ROLE_INFRASTRUCTURE);
            register(registry, advice, "Interceptor", GuardInterceptor.class, BeanDefinition.ROLE_INFRASTRUCTURE);
            register(registry, advice, "Methods", MethodGuards.class, BeanDefinition.ROLE_APPLICATION);
        }
    }

    private static void register(BeanDefinitionRegistry registry, Advice advice, String part, Class<?> type, int role) {
        RootBeanDefinition definition = new RootBeanDefinition(AdvisorRegistrar.class);
        definition.setFactoryMethodName(StringUtils.uncapitalize(part));
        definition.setTargetType(type);
        definition.setAutowireMode(RootBeanDefinition.AUTOWIRE_CONSTRUCTOR);
        definition.getConstructorArgumentValues().addIndexedArgumentValue(0, advice.bean());
        definition.setRole(role);
        registry.registerBeanDefinition(advice.bean() + part, definition);
    }

    static KvAdvisor advisor(String bean, BeanFactory beans, Environment environment, CandidateClasses candidates) {
        Advised advised = Advised.of(bean);
        int order = advised.advice.order() + moved(environment, advised.area);
        return new KvAdvisor(beans, bean + "Interceptor", order, Set.copyOf(advised.advice.annotations()), candidates);
    }

    static MethodGuards methods(String bean, GuardingArea.Parts parts) {
        Advised advised = Advised.of(bean);
        return advised.area.guards(advised.advice, parts);
    }

    private record Advised(GuardingArea<?> area, Advice advice) {

        static Advised of(String bean) {
            for (GuardingArea<?> area : Areas.ALL) {
                for (Advice advice : area.advice()) {
                    if (advice.bean().equals(bean)) {
                        return new Advised(area, advice);
                    }
                }
            }
            throw new IllegalArgumentException("No advice of the name " + bean);
        }
    }

    static GuardInterceptor interceptor(String bean, BeanFactory beans) {
        return new GuardInterceptor(
                beans.getBeanProvider(OperationSource.class)::getObject,
                () -> beans.getBean(bean + "Methods", MethodGuards.class),
                beans.getBeanProvider(MethodDrivers.class)::getObject,
                beans.getBeanProvider(Clients.class)::getObject);
    }

    // The offset of the first advice of the area, which applies to the others too. Not from KvProperties, which is a
    // bean.
    private static int moved(Environment environment, Area<?> area) {
        int builtIn = area.advice().get(0).order();
        return Binder.get(environment)
                        .bind(area.root() + ".order", Integer.class)
                        .orElse(builtIn)
                - builtIn;
    }
}
