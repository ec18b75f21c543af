package io.kvkit.spring.dedupe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListener;
import io.kvkit.event.OnceEvent;
import io.kvkit.event.OnceEvent.Outcome;
import io.kvkit.spring.autoconfigure.Contexts;
import io.kvkit.tck.Eventually;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.EnableTransactionManagement;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

/** Events of Spring, in the thread of their publisher, in one of their own, and after the commit. */
class SpringEventsTest {

    record Placed(String id) {}

    /** Listeners that fail at first. */
    abstract static class Billing {

        private final List<String> tried = new CopyOnWriteArrayList<>();

        int tried() {
            return tried.size();
        }

        void take(Placed event) {
            tried.add(event.id());
            if (tried.size() == 1) {
                throw new IllegalStateException("not now");
            }
        }
    }

    static class Published extends Billing {

        @DedupeEvent(name = "billing", key = "#event.id")
        @EventListener
        public void on(Placed event) {
            take(event);
        }
    }

    static class Later extends Billing {

        @Async
        @DedupeEvent(name = "billing", key = "#event.id")
        @EventListener
        public void on(Placed event) {
            take(event);
        }
    }

    static class Committed extends Billing {

        @DedupeEvent(name = "billing", key = "#event.id")
        @TransactionalEventListener
        public void on(Placed event) {
            take(event);
        }
    }

    /** The outcomes of deliveries. */
    static final class Outcomes implements KvListener {

        private final List<Outcome> seen = new CopyOnWriteArrayList<>();

        @Override
        public void onEvent(KvEvent event) {
            if (event instanceof OnceEvent once) {
                seen.add(once.outcome());
            }
        }
    }

    /** A manager of transactions in which nothing happens. */
    static final class Transactions extends AbstractPlatformTransactionManager {

        private static final long serialVersionUID = 1L;

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {}

        @Override
        protected void doCommit(DefaultTransactionStatus status) {}

        @Override
        protected void doRollback(DefaultTransactionStatus status) {}
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAsync
    @EnableTransactionManagement
    static class Application {

        @Bean
        PlatformTransactionManager transactions() {
            return new Transactions();
        }
    }

    /** Publishes the event and returns what its publisher gets to know of the listener's failure. */
    private static @Nullable Throwable publish(AssertableApplicationContext context, Outcome expected) {
        var transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        Throwable failure =
                catchThrowable(() -> transaction.executeWithoutResult(status -> context.publishEvent(new Placed("1"))));
        Eventually.until(() -> context.getBean(Outcomes.class).seen.contains(expected));
        return failure;
    }

    @ParameterizedTest
    @ValueSource(classes = {Published.class, Later.class, Committed.class})
    void eventIsHandledOnceItsListenerHasReturned(Class<? extends Billing> listener) {
        Contexts.runner()
                .withUserConfiguration(Application.class)
                .withBean(listener)
                .withBean(Outcomes.class)
                .withPropertyValues("kv.store=memory")
                .run(context -> {
                    Throwable failure = publish(context, Outcome.RELEASED);
                    if (listener == Published.class) {
                        assertThat(failure)
                                .isInstanceOf(IllegalStateException.class)
                                .hasMessage("not now");
                    } else {
                        assertThat(failure).isNull();
                    }
                    assertThat(publish(context, Outcome.COMPLETED)).isNull();
                    assertThat(publish(context, Outcome.DUPLICATE)).isNull();
                    assertThat(context.getBean(Billing.class).tried()).isEqualTo(2);
                });
    }
}
