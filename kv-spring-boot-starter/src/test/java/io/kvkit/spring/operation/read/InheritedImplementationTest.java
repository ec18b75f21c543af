package io.kvkit.spring.operation.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.intercept.KvAdvisor;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.Sources;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.aopalliance.aop.Advice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Annotations on an interface whose method is implemented by a superclass that does not know the interface. */
class InheritedImplementationTest {

    interface Finder<T> {

        @Cached(ttl = "1m", key = "#sought")
        T find(T sought);
    }

    interface PlainFinder {

        @Cached(ttl = "1m", key = "#sought")
        String find(String sought);
    }

    interface Unannotated {

        String find(String id);
    }

    interface Further extends Finder<String> {

        @Override
        String find(String id);
    }

    interface WithDefault {

        @Cached(ttl = "1m", key = "#sought")
        default String find(String sought) {
            return sought;
        }
    }

    static class Found {

        public String find(String id) {
            return id;
        }
    }

    static class FoundAny<T> {

        public T find(T id) {
            return id;
        }
    }

    static class OfGeneric extends Found implements Finder<String> {}

    static class OfPlain extends Found implements PlainFinder {}

    /** The compiler writes a method that calls the one of the hidden superclass. */
    public static class OfHidden extends Found implements PlainFinder {}

    static class OfFurther extends Found implements Further {}

    static class OfDefault extends Found implements WithDefault {}

    static class OfTwo extends Found implements Unannotated, PlainFinder {}

    abstract static class Between extends Found implements Finder<String> {}

    static class OfAbstract extends Between {}

    static class AnyOfGeneric extends FoundAny<String> implements Finder<String> {}

    static class AnyOfPlain extends FoundAny<String> implements PlainFinder {}

    static class Annotated {

        @Cached(ttl = "1m")
        public String find(String id) {
            return id;
        }
    }

    public static class PublicOfHidden extends Annotated {}

    @ParameterizedTest
    @ValueSource(
            classes = {
                OfGeneric.class,
                OfPlain.class,
                OfHidden.class,
                OfFurther.class,
                OfDefault.class,
                OfTwo.class,
                OfAbstract.class,
                AnyOfGeneric.class,
                AnyOfPlain.class,
                PublicOfHidden.class
            })
    void theAnnotationIsFoundHoweverTheMethodIsCalled(Class<?> type) {
        OperationSource source = Sources.plain();
        assertThat(isAdvised(type)).isTrue();
        assertThat(source.of(type)).extracting(Operation::name).containsExactly(type.getSimpleName() + ".find");
        Operation only = source.of(type).get(0);
        assertThat(only.site().type()).isEqualTo(type);
        assertThat(only.returns().type()).isEqualTo(String.class);
        assertThat(callable(type))
                .isNotEmpty()
                .allSatisfy(method -> assertThat(source.find(method, type).all())
                        .as(method.toString())
                        .containsExactly(only));
    }

    private static Stream<Method> callable(Class<?> type) {
        return Stream.concat(Stream.of(type), Stream.of(ClassUtils.getAllInterfacesForClass(type)))
                .flatMap(each -> Arrays.stream(each.getMethods()))
                .filter(method -> method.getName().equals("find"));
    }

    @Test
    void parametersHaveTheNamesOfTheInterfaceToo() {
        CachedOperation cached = Sources.cached(OfPlain.class, "find");
        assertThat(cached.key().id(Sources.call(OfPlain.class, "find", "s-1"))).isEqualTo("s-1");
    }

    interface Both extends Unannotated, PlainFinder {}

    @Test
    void aProxyThatImplementsTheMethodOfTwoInterfacesHasTheAnnotationOfEither() {
        OperationSource source = Sources.plain();
        Class<?> proxy = Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Both.class}, (self, called, arguments) -> "")
                .getClass();
        assertThat(isAdvised(proxy)).isTrue();
        assertThat(source.of(proxy)).extracting(Operation::name).containsExactly("Both.find");
        assertThat(source.find(Sources.method(Unannotated.class, "find"), proxy).isEmpty())
                .isFalse();
        assertThat(source.find(Sources.method(PlainFinder.class, "find"), proxy).isEmpty())
                .isFalse();
    }

    interface Payments {

        @PostMapping("/payments")
        @Idempotent(name = "payments")
        String pay(String order);
    }

    static class Paying {

        public String pay(String order) {
            return order;
        }
    }

    @RestController
    static class Controller extends Paying implements Payments {}

    @Test
    void aMappingOnTheInterfaceMakesAHandlerOfTheMethod() {
        assertThat(Sources.operations(Controller.class, "pay").handleRequests()).isTrue();
    }

    private static boolean isAdvised(Class<?> type) {
        KvAdvisor advisor = new KvAdvisor(
                new StaticListableBeanFactory(),
                "interceptor",
                0,
                Set.of(Cached.class),
                new CandidateClasses(Areas.unset().annotations()));
        advisor.setAdvice(new Advice() {});
        return AopUtils.canApply(advisor, type)
                && callable(type)
                        .allMatch(method ->
                                advisor.getPointcut().getMethodMatcher().matches(method, type));
    }
}
