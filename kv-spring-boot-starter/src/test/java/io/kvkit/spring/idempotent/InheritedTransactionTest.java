package io.kvkit.spring.idempotent;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** That a call belongs to the transaction in which Spring runs it, if only a subclass knows the annotated interface. */
class InheritedTransactionTest {

    interface Booking {

        @Idempotent(key = "#order")
        @Transactional(propagation = Propagation.REQUIRES_NEW)
        String book(String order);
    }

    static class Till {

        private final AtomicInteger ran = new AtomicInteger();

        public String book(String order) {
            return TransactionSynchronizationManager.getCurrentTransactionName() + ran.incrementAndGet();
        }
    }

    static class Shop extends Till implements Booking {}

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement
    static class Managed {}

    // Spring sees the annotation if the interface is called, as by the proxy of an interface.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCallIsDoneWhateverBecomesOfTheOuterTransactionIfItRunsInItsOwn(boolean byClass) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AopAutoConfiguration.class, KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withUserConfiguration(Managed.class)
                .withBean(
                        DataSourceTransactionManager.class,
                        () -> new DataSourceTransactionManager(new DriverManagerDataSource("jdbc:h2:mem:inherited")))
                .withBean(Shop.class)
                .withPropertyValues("kv.store=memory", "spring.aop.proxy-target-class=" + byClass)
                .run(context -> {
                    Booking booking = context.getBean(Booking.class);
                    var outer = new TransactionTemplate(context.getBean(DataSourceTransactionManager.class));
                    String first = outer.execute(status -> {
                        status.setRollbackOnly();
                        return booking.book("o-1");
                    });
                    boolean apart = !first.startsWith("null");
                    assertThat(apart).isNotEqualTo(byClass);
                    assertThat(booking.book("o-1").equals(first)).isEqualTo(apart);
                });
    }
}
