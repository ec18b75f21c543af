package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.Idempotent;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** That results which can never be kept are known at the start, and where that is said. */
@ExtendWith(OutputCaptureExtension.class)
class JudgedResultsTest {

    interface Page {
        List<String> content();
    }

    /** Fluent accessors only. */
    static final class Rate {

        private int amount;

        private Rate() {}

        Rate(int amount) {
            this.amount = amount;
        }

        public int amount() {
            return amount;
        }
    }

    /** As Lombok's value classes are made. */
    static final class Quote {

        private final int price;

        private Quote(int amount) {
            price = amount;
        }

        static Quote of(int price) {
            return new Quote(price);
        }

        public int getPrice() {
            return price;
        }
    }

    static class Rates {

        private final AtomicInteger ran = new AtomicInteger();

        @Cached(name = "rates", key = "#id")
        public Rate rate(int id) {
            return new Rate(ran.incrementAndGet());
        }

        @CacheUpdate(name = "rates", key = "#id")
        public Rate change(int id) {
            return new Rate(ran.incrementAndGet());
        }
    }

    static class Quotes {

        @Idempotent(name = "quotes", key = "#id")
        public CompletableFuture<List<Quote>> quote(int id) {
            return CompletableFuture.completedFuture(List.of(Quote.of(id)));
        }
    }

    static class Pages {

        @Idempotent(name = "pages", key = "#id")
        public Page page(int id) {
            return () -> List.of("one");
        }
    }

    interface Named {

        String name();
    }

    record Product(String name) implements Named {}

    static class Renames {

        @CacheUpdate(name = "products", key = "#id")
        public Named rename(int id) {
            return new Product("new " + id);
        }
    }

    static class Products {

        @Cached(name = "products", key = "#id")
        public Product find(int id) {
            return new Product("old " + id);
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class, KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
            .withPropertyValues("kv.store=memory");

    @Test
    void cacheOfWhatCannotComeBackSaysSoOnceAtTheStart(CapturedOutput output) {
        runner.withBean(Rates.class).run(context -> {
            assertThat(output)
                    .containsOnlyOnce("Results of cache rates are not stored")
                    .contains(Rate.class.getName() + " has no visible property");
            Rates rates = context.getBean(Rates.class);
            assertThat(rates.rate(1).amount()).isEqualTo(1);
            assertThat(rates.change(1).amount()).isEqualTo(2);
            assertThat(rates.rate(1).amount()).isEqualTo(3);
        });
        assertThat(output).containsOnlyOnce("Results of cache rates are not stored");
    }

    @Test
    void updateIsJudgedByItsCacheThoughThatIsOfALaterBean(CapturedOutput output) {
        runner.withBean("first", Renames.class)
                .withBean("second", Products.class)
                .run(context -> assertThat(context).hasNotFailed());
        assertThat(output).doesNotContain("Results of cache products are not stored");
    }

    @Test
    void operationWhoseResultsCannotComeBackStopsTheStart() {
        runner.withBean(Quotes.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(KvConfigurationException.class)
                        .hasMessageContaining("@Idempotent on " + Quotes.class.getName() + ".quote(int)")
                        .hasMessageContaining(Quote.class.getName() + " has no constructor or factory method"));
        runner.withBean(Pages.class)
                .run(context -> assertThat(context)
                        .getFailure()
                        .isInstanceOf(KvConfigurationException.class)
                        .hasMessageContaining(Page.class.getName() + " is an interface"));
    }

    @Test
    void lateBeanWhoseResultsCannotComeBackIsRefusedWhenItIsMade() {
        runner.withBean("quotes", Object.class, Quotes::new, definition -> definition.setLazyInit(true))
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThatThrownBy(() -> context.getBean("quotes"))
                            .rootCause()
                            .isInstanceOf(KvConfigurationException.class);
                });
    }

    @Test
    void whatIsSwitchedOffIsNotJudged() {
        runner.withBean(Quotes.class)
                .withPropertyValues("kv.idempotency.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
    }
}
