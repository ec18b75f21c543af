package io.kvkit.spring.intercept;

import io.kvkit.spring.operation.read.CandidateClasses;
import io.kvkit.spring.operation.type.MethodAnnotations;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Set;
import org.springframework.aop.Pointcut;
import org.springframework.aop.support.AbstractBeanFactoryPointcutAdvisor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/**
 * Advises the methods with the annotations of one advice, also as meta-annotations and on overridden methods.
 *
 * <p>It refers to its interceptor by name, so that the container creates neither the interceptor nor its dependencies
 * before the first annotated bean.
 */
public final class KvAdvisor extends AbstractBeanFactoryPointcutAdvisor {

    private static final long serialVersionUID = 1L;

    private final transient Pointcut pointcut;

    /**
     * Creates an advisor.
     *
     * @param interceptor the bean name of the interceptor
     * @param order the position among advisors; a lower number is further out
     * @param annotations the annotations of the advice
     * @param candidates the classes that may have them
     */
    public KvAdvisor(
            BeanFactory beans,
            String interceptor,
            int order,
            Set<Class<? extends Annotation>> annotations,
            CandidateClasses candidates) {
        setBeanFactory(beans);
        setAdviceBeanName(interceptor);
        setOrder(order);
        this.pointcut = new Annotated(annotations, candidates);
    }

    @Override
    public Pointcut getPointcut() {
        return pointcut;
    }

    private static final class Annotated extends StaticMethodMatcherPointcut {

        private final Set<Class<? extends Annotation>> annotations;

        Annotated(Set<Class<? extends Annotation>> annotations, CandidateClasses candidates) {
            this.annotations = annotations;
            setClassFilter(type -> candidates.mayHave(type, annotations));
        }

        @Override
        public boolean matches(Method method, Class<?> targetClass) {
            Method specific = AopUtils.getMostSpecificMethod(method, targetClass);
            MethodAnnotations ofMethod = MethodAnnotations.of(targetClass, specific);
            return annotations.stream().anyMatch(ofMethod::include)
                    || specific.getDeclaringClass() != Object.class && isOn(targetClass);
        }

        private boolean isOn(Class<?> type) {
            MergedAnnotations ofClass = MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY);
            return annotations.stream().anyMatch(ofClass::isPresent);
        }
    }
}
