package io.kvkit.spring.operation.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.intercept.KvAdvisor;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.AbstractList;
import java.util.List;
import java.util.Set;
import org.aopalliance.aop.Advice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.core.annotation.AliasFor;

/** Which classes are searched for annotations, and that no annotated one is left out. */
class CandidateClassesTest {

    private static final List<Class<? extends Annotation>> ALL =
            List.of(Cached.class, RateLimited.class, DedupeEvent.class);

    private final CandidateClasses candidates = new CandidateClasses(ALL);

    @Retention(RetentionPolicy.RUNTIME)
    @Cached(name = "meta")
    @interface Meta {}

    @Retention(RetentionPolicy.RUNTIME)
    @Meta
    @interface MetaOfMeta {}

    static class Own {

        @Cached(name = "own")
        public String find(String id) {
            return id;
        }
    }

    static class ByMeta {

        @MetaOfMeta
        public String find(String id) {
            return id;
        }
    }

    static class Overridden extends Own {

        @Override
        public String find(String id) {
            return id;
        }
    }

    interface Finder<T> {

        @Cached(name = "finder")
        T find(T id);
    }

    interface Further extends Finder<String> {}

    static class Implementing implements Further {

        @Override
        public String find(String id) {
            return id;
        }
    }

    interface WithDefault {

        @Cached(name = "default")
        default String find(String id) {
            return id;
        }
    }

    static class OfDefault implements WithDefault {}

    @Cached(name = "class")
    @Retention(RetentionPolicy.RUNTIME)
    @interface OfClass {}

    @OfClass
    static class Composed {

        public String find(String id) {
            return id;
        }
    }

    static class Shop$$SpringCGLIB$$0 extends Own {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                Own.class,
                ByMeta.class,
                Overridden.class,
                Implementing.class,
                OfDefault.class,
                Composed.class,
                Further.class,
                Shop$$SpringCGLIB$$0.class
            })
    void classesWithAnAnnotationAnywhereInTheirHierarchyAreCandidates(Class<?> type) {
        assertThat(candidates.mayHaveAny(type)).isTrue();
        assertThat(isAdvised(type, Cached.class)).isTrue();
        assertThat(isAdvised(type, RateLimited.class)).isFalse();
    }

    @Test
    void proxiesHaveTheAnnotationsOfTheirInterfaces() {
        Object proxy = Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Further.class}, (self, method, arguments) -> null);
        assertThat(isAdvised(proxy.getClass(), Cached.class)).isTrue();
    }

    @RateLimited(name = "class", limit = 1, window = "1s")
    static class Limited {}

    static class ExtendsLimited extends Limited {

        @RateLimited(name = "one", limit = 1, window = "1s")
        @RateLimited(name = "two", limit = 2, window = "1m")
        public void call() {}
    }

    static class Twice {

        @RateLimited(name = "one", limit = 1, window = "1s")
        @RateLimited(name = "two", limit = 2, window = "1m")
        public void call() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {ExtendsLimited.class, Twice.class})
    void annotationsOfClassesAndRepeatedOnesAreFound(Class<?> type) {
        assertThat(isAdvised(type, RateLimited.class)).isTrue();
        assertThat(isAdvised(type, Cached.class)).isFalse();
    }

    abstract static class Plain extends AbstractList<String> implements Comparable<Plain> {

        @Deprecated
        public void old() {}
    }

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, String.class, Object.class, Runnable.class})
    void otherClassesAreNoCandidates(Class<?> type) {
        assertThat(candidates.mayHaveAny(type)).isFalse();
        assertThat(isAdvised(type, Cached.class)).isFalse();
    }

    @Retention(RetentionPolicy.RUNTIME)
    @interface Broken {

        @AliasFor("absent")
        String value() default "";
    }

    static class Unreadable {

        @Broken
        public void call() {}
    }

    @Test
    void classesWhoseAnnotationsCannotBeReadAreCandidatesSoThatTheirReaderReportsIt() {
        assertThat(candidates.mayHave(Unreadable.class, Set.of(DedupeEvent.class)))
                .isTrue();
    }

    private boolean isAdvised(Class<?> type, Class<? extends Annotation> annotation) {
        KvAdvisor advisor =
                new KvAdvisor(new StaticListableBeanFactory(), "interceptor", 0, Set.of(annotation), candidates);
        advisor.setAdvice(new Advice() {});
        return AopUtils.canApply(advisor, type);
    }
}
