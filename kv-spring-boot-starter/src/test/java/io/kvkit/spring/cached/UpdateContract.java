package io.kvkit.spring.cached;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** An invalidation that comes while the method of an update runs beats the update; held on every store. */
abstract class UpdateContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    /** The ways in which a method returns, and in which it knows its key. */
    enum Style {
        PLAIN((prices, meanwhile) -> prices.change(1, meanwhile)),
        STAGE((prices, meanwhile) -> prices.changeLater(1, meanwhile).join()),
        MONO((prices, meanwhile) -> prices.changeMono(1, meanwhile).block()),
        BY_RESULT((prices, meanwhile) -> prices.create(meanwhile).amount());

        private final BiFunction<Prices, Runnable, String> update;

        Style(BiFunction<Prices, Runnable, String> update) {
            this.update = update;
        }
    }

    record Price(long id, String amount) {}

    static class Prices {

        private final AtomicInteger loads = new AtomicInteger();

        @Cached(name = "prices", key = "#id", tags = "'all'")
        public String find(long id) {
            return "loaded " + loads.incrementAndGet();
        }

        @CacheUpdate(name = "prices", key = "#id", tags = "'all'")
        public String change(long id, Runnable meanwhile) {
            meanwhile.run();
            return "changed";
        }

        @CacheUpdate(name = "prices", key = "#id", tags = "'all'")
        public CompletableFuture<String> changeLater(long id, Runnable meanwhile) {
            return CompletableFuture.supplyAsync(() -> change(id, meanwhile));
        }

        @CacheUpdate(name = "prices", key = "#id", tags = "'all'")
        public Mono<String> changeMono(long id, Runnable meanwhile) {
            return Mono.fromSupplier(() -> change(id, meanwhile));
        }

        @CacheUpdate(name = "prices", key = "#result.id", result = "#result.amount", tags = "'all'")
        public Price create(Runnable meanwhile) {
            return new Price(1, change(1, meanwhile));
        }

        @CacheInvalidate(name = "prices", key = "#id")
        public void remove(long id) {}

        @CacheInvalidate(name = "prices", tags = "'all'")
        public void removeTagged() {}

        @CacheInvalidate(name = "prices", allEntries = true)
        public void clear() {}
    }

    private void prices(Consumer<Prices> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id)
                        .withBean(Prices.class))
                .run(context -> test.accept(context.getBean(Prices.class)));
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void updateIsStored(Style style) {
        prices(prices -> {
            assertThat(style.update.apply(prices, () -> {})).isEqualTo("changed");
            assertThat(prices.find(1)).isEqualTo("changed");
            prices.remove(1);
            assertThat(prices.find(1)).isEqualTo("loaded 1");
            style.update.apply(prices, () -> {});
            assertThat(prices.find(1)).isEqualTo("changed");
        });
    }

    @ParameterizedTest
    @EnumSource(Style.class)
    void tagBeatsAnUpdateThatBeganBefore(Style style) {
        prices(prices -> {
            style.update.apply(prices, prices::removeTagged);
            assertThat(prices.find(1)).isEqualTo("loaded 1");
            style.update.apply(prices, prices::clear);
            assertThat(prices.find(1)).isEqualTo("loaded 2");
        });
    }

    @ParameterizedTest
    @EnumSource(value = Style.class, mode = EnumSource.Mode.EXCLUDE, names = "BY_RESULT")
    void keyBeatsAnUpdateThatBeganBefore(Style style) {
        prices(prices -> {
            style.update.apply(prices, () -> prices.remove(1));
            assertThat(prices.find(1)).isEqualTo("loaded 1");
            style.update.apply(prices, () -> prices.remove(1));
            assertThat(prices.find(1)).isEqualTo("loaded 2");
        });
    }
}
