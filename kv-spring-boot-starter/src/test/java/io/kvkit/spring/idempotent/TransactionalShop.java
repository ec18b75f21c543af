package io.kvkit.spring.idempotent;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** A shop whose calls run once and write to a database, with or without a transaction around them. */
abstract class TransactionalShop {

    private final String prefix = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    /** Writes one row for each call. */
    static class Orders {

        private final JdbcClient database;

        Orders(DataSource source) {
            this.database = JdbcClient.create(source);
        }

        private String insert(String id) {
            database.sql("insert into placed values (?)").param(id).update();
            return "placed " + id;
        }

        @Idempotent(name = "place", key = "#id", fingerprint = "#terms")
        public String place(String id, String terms) {
            return insert(id);
        }

        @DedupeEvent(name = "on-order", key = "#id", duplicateResult = "'duplicate'")
        public String on(String id) {
            return insert(id);
        }

        @Transactional
        @Idempotent(name = "place-inside", key = "#id")
        public String placeInside(String id) {
            return insert(id);
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        @Idempotent(name = "place-apart", key = "#id")
        public String placeApart(String id) {
            return insert(id);
        }

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        @DedupeEvent(name = "on-order", key = "#id", duplicateResult = "'duplicate'")
        public String onApart(String id) {
            return insert(id);
        }

        int rows(String id) {
            return database.sql("select count(*) from placed where id = ?")
                    .param(id)
                    .query(Integer.class)
                    .single();
        }
    }

    /** Counts transactions, and can lose the reply to a commit. */
    @SuppressWarnings("serial") // a manager is Serializable for no reason here
    static final class Counting extends DataSourceTransactionManager {

        final AtomicInteger begun = new AtomicInteger();
        final AtomicReference<Boolean> loses = new AtomicReference<>(false);

        Counting(DataSource source) {
            super(source);
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            begun.incrementAndGet();
            super.doBegin(transaction, definition);
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            super.doCommit(status);
            if (loses.getAndSet(false)) {
                throw new TransactionSystemException("The reply was lost");
            }
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Database {

        @Bean
        DataSource source() {
            return new EmbeddedDatabaseBuilder()
                    .setType(EmbeddedDatabaseType.H2)
                    .generateUniqueName(true)
                    .build();
        }

        @Bean
        Counting manager(DataSource source) {
            JdbcClient.create(source).sql("create table placed(id varchar(50))").update();
            return new Counting(source);
        }
    }

    record Shop(Orders orders, Counting manager) {

        TransactionTemplate in(int propagation) {
            TransactionTemplate template = new TransactionTemplate(manager);
            template.setPropagationBehavior(propagation);
            return template;
        }

        <T> T commit(Supplier<T> work) {
            return in(TransactionDefinition.PROPAGATION_REQUIRED).execute(status -> work.get());
        }

        void rollBack(Runnable work) {
            rollBack(TransactionDefinition.PROPAGATION_REQUIRED, work);
        }

        void rollBack(int propagation, Runnable work) {
            in(propagation).executeWithoutResult(status -> {
                work.run();
                status.setRollbackOnly();
            });
        }

        String place(String id) {
            return orders.place(id, "terms");
        }

        /** Runs work on another thread, outside of any transaction of this one. */
        static <T> T apart(Supplier<T> work) {
            return CompletableFuture.supplyAsync(work, ForkJoinPool.commonPool())
                    .join();
        }
    }

    void run(Consumer<Shop> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + prefix)
                        .withUserConfiguration(Database.class)
                        .withBean(Orders.class))
                .run(context -> test.accept(new Shop(context.getBean(Orders.class), context.getBean(Counting.class))));
    }
}
