package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.FactoryBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Annotations on interfaces whose beans are made by a library, as repositories and HTTP clients are. */
class RepositoryProxyTest {

    interface Repository<T, ID> {

        @Cached(name = "by-id", key = "#id")
        T findById(ID id);
    }

    interface Names extends Repository<String, Long> {

        @Cached(name = "by-prefix", key = "#prefix")
        List<String> findByPrefix(String prefix);

        @Cached(name = "first", key = "#prefix")
        default String first(String prefix) {
            return findByPrefix(prefix).get(0) + " of " + calls();
        }

        int calls();
    }

    /** What a library puts behind the interface; it does not implement it. */
    static class General {

        final AtomicInteger calls = new AtomicInteger();

        public Object findById(Object id) {
            return "name " + id + " of " + calls.incrementAndGet();
        }
    }

    /** A repository as Spring Data makes it. */
    static class NamesFactory implements FactoryBean<Names> {

        @Override
        public Names getObject() {
            General general = new General();
            ProxyFactory factory = new ProxyFactory();
            factory.setTarget(general);
            factory.setInterfaces(Names.class);
            factory.addAdvice(
                    (MethodInterceptor) call -> switch (call.getMethod().getName()) {
                        case "findById" -> general.findById(call.getArguments()[0]);
                        case "findByPrefix" -> List.of(call.getArguments()[0] + " " + general.calls.incrementAndGet());
                        case "calls" -> general.calls.get();
                        case "first" -> "first " + general.calls.incrementAndGet();
                        default -> call.proceed();
                    });
            return (Names) factory.getProxy();
        }

        @Override
        public Class<?> getObjectType() {
            return Names.class;
        }
    }

    /** A client as other libraries make it. */
    static class PlainFactory extends NamesFactory {

        @Override
        public Names getObject() {
            General general = new General();
            return (Names) Proxy.newProxyInstance(
                    Names.class.getClassLoader(),
                    new Class<?>[] {Names.class},
                    (proxy, method, arguments) -> switch (method.getName()) {
                        case "findById" -> general.findById(arguments[0]);
                        case "findByPrefix" -> List.of(arguments[0] + " " + general.calls.incrementAndGet());
                        case "calls" -> general.calls.get();
                        case "first" -> "first " + general.calls.incrementAndGet();
                        case "hashCode" -> 7;
                        case "equals" -> proxy == arguments[0];
                        default -> "names";
                    });
        }
    }

    record Book(long id) {}

    interface Books extends Repository<Book, Long> {}

    /** Another repository with the same class behind it. */
    static class BooksFactory implements FactoryBean<Books> {

        @Override
        public Books getObject() {
            ProxyFactory factory = new ProxyFactory();
            factory.setTarget(new General());
            factory.setInterfaces(Books.class);
            factory.addAdvice((MethodInterceptor) call -> new Book((Long) call.getArguments()[0]));
            return (Books) factory.getProxy();
        }

        @Override
        public Class<?> getObjectType() {
            return Books.class;
        }
    }

    @ParameterizedTest
    @ValueSource(classes = {NamesFactory.class, PlainFactory.class})
    void annotationsOfARepositoryWork(Class<? extends NamesFactory> factory) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withBean("names", factory)
                .run(context -> {
                    Names names = context.getBean(Names.class);
                    assertThat(names.findByPrefix("a")).isEqualTo(names.findByPrefix("a"));
                    assertThat(names.findById(1L)).isEqualTo(names.findById(1L));
                    assertThat(names.first("a")).isEqualTo(names.first("a"));
                    assertThat(names.calls()).isEqualTo(3);
                });
    }

    @Test
    void repositoriesWithTheSameClassBehindThemHaveTheirOwnTypes() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withBean(BooksFactory.class)
                .run(context -> {
                    Books books = context.getBean(Books.class);
                    assertThat(books.findById(1L)).isEqualTo(books.findById(1L)).isNotSameAs(books.findById(1L));
                });
    }
}
