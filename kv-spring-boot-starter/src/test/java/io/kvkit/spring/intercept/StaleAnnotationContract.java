package io.kvkit.spring.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.recipe.cache.CacheLoadTimeoutException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.intercept.StaleShop.Offer;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Stale results, slow methods and lives of results, on methods of every kind; held on every store. */
@Timeout(180)
@ExtendWith(OutputCaptureExtension.class)
abstract class StaleAnnotationContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    private void run(Consumer<StaleShop> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id, "kv.cache.defaults.retry-pause=10ms")
                        .withBean("lives", StaleShop.Lives.class)
                        .withBean(StaleShop.class))
                .run(context -> test.accept(context.getBean(StaleShop.class)));
    }

    private static void eachStyle(
            StaleShop shop,
            List<String> names,
            List<Supplier<Offer>> styles,
            BiConsumer<Supplier<Integer>, Supplier<Offer>> test) {
        for (int i = 0; i < styles.size(); i++) {
            String name = names.get(i);
            test.accept(() -> shop.calls(name), styles.get(i));
        }
    }

    @Test
    void callersOfAFailingMethodGetTheStaleResultInEveryStyle() {
        run(shop -> eachStyle(
                shop,
                List.of("ifError", "ifErrorStage", "ifErrorMono"),
                List.of(
                        () -> shop.ifError(1),
                        () -> shop.ifErrorStage(1).join(),
                        () -> shop.ifErrorMono(1).block()),
                (calls, get) -> {
                    shop.fail(false);
                    assertThat(get.get().version()).isEqualTo(1);
                    shop.fail(true);
                    Eventually.until(() -> {
                        assertThat(get.get().version()).isEqualTo(1);
                        return calls.get() >= 3;
                    });
                    shop.fail(false);
                    Eventually.until(() -> get.get().version() > 1);
                }));
    }

    @Test
    void callersGetTheStaleResultWhileTheNextOneIsLoadedInEveryStyle() {
        run(shop -> eachStyle(
                shop,
                List.of("revalidated", "revalidatedStage", "revalidatedMono"),
                List.of(
                        () -> shop.revalidated(1),
                        () -> shop.revalidatedStage(1).join(),
                        () -> shop.revalidatedMono(1).block()),
                (calls, get) -> {
                    assertThat(get.get().version()).isEqualTo(1);
                    shop.hang();
                    Eventually.until(() -> {
                        assertThat(get.get().version()).isEqualTo(1);
                        return calls.get() == 2;
                    });
                    assertThat(get.get().version()).isEqualTo(1);
                    shop.goOn();
                    Eventually.until(() -> get.get().version() > 1);
                }));
    }

    @Test
    void callersOfASlowMethodGetTheStaleResultAtTheSoftTimeout() {
        run(shop -> {
            assertThat(shop.soft(1).version()).isEqualTo(1);
            shop.hang();
            Eventually.until(() -> {
                assertThat(shop.soft(1).version()).isEqualTo(1);
                return shop.calls("soft") == 2;
            });
            shop.goOn();
            Eventually.until(() -> shop.soft(1).version() > 1);
        });
    }

    @Test
    void callersOfASlowMethodFailAtTheHardTimeoutAndItsResultIsKept() {
        run(shop -> {
            shop.hang();
            assertThatThrownBy(() -> shop.hard(1))
                    .isInstanceOf(CacheLoadTimeoutException.class)
                    .hasMessage("The load of cache hard took longer than 10 ms");
            shop.goOn();
            Eventually.until(() -> {
                try {
                    return shop.hard(1).version() == 1;
                } catch (CacheLoadTimeoutException goOn) {
                    return false;
                }
            });
            assertThat(shop.calls("hard")).isOne();
        });
    }

    @Test
    void resultIsKeptForAsLongAsItSays(CapturedOutput output) {
        run(shop -> {
            assertLife(shop, 1, "1h", true);
            assertLife(shop, 2, Duration.ofHours(1), true);
            assertLife(shop, 3, Duration.ZERO, false);
            assertLife(shop, 4, null, false);
            assertThat(output.getAll()).doesNotContain("bypass the cache");
            assertLife(shop, 5, Duration.ofSeconds(-1), false);
            assertLife(shop, 6, 60, false);
            assertLife(shop, 7, "60", false);
            assertLife(shop, 8, "soon", false);
            assertThat(output.getAll())
                    .containsOnlyOnce("own-life, which is logged once: @Cached(ttlExpression = \"#life\") on "
                            + StaleShop.class.getName() + ".ownLife(long, Object) is negative");
        });
    }

    private static void assertLife(StaleShop shop, long id, @Nullable Object life, boolean kept) {
        int before = shop.calls("ownLife");
        assertThat(shop.ownLife(id, life).id()).isEqualTo(id);
        assertThat(shop.ownLife(id, life).id()).isEqualTo(id);
        assertThat(shop.calls("ownLife") - before)
                .as("calls with life %s", life)
                .isEqualTo(kept ? 1 : 2);
    }

    @Test
    void updateIsKeptForAsLongAsItSays() {
        run(shop -> {
            shop.update(1, 17, "1h");
            assertThat(shop.ownLife(1, "1h").version()).isEqualTo(17);
            shop.update(1, 18, Duration.ZERO);
            assertThat(shop.ownLife(1, "1h").version()).isEqualTo(1);
        });
    }

    @Test
    void beanSaysHowLongResultsAreKept() {
        run(shop -> {
            assertThat(shop.lifeOfBean(1).block().version()).isEqualTo(1);
            assertThat(shop.lifeOfBean(1).block().version()).isEqualTo(2);
            assertThat(shop.lifeOfBean(1).block().version()).isEqualTo(2);
        });
    }

    @Test
    void resultThatIsNoLongerValidIsLoadedAgain() {
        run(shop -> {
            assertThat(shop.valid(1, 1).version()).isEqualTo(1);
            assertThat(shop.valid(1, 1).version()).isEqualTo(1);
            assertThat(shop.valid(1, 2).version()).isEqualTo(2);
            assertThat(shop.valid(1, 2).version()).isEqualTo(2);
            assertThat(shop.calls("valid")).isEqualTo(2);
        });
    }
}
