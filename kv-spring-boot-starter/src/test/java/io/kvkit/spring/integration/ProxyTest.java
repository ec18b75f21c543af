package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.recipe.once.IdempotencyKeyMissingException;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.aop.support.AopUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** That annotated beans are proxied however an application sets proxies up, and what is switched off passes through. */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class ProxyTest {

    interface Quotes {

        @Cached(name = "cached", key = "#id")
        int cached(String id);

        int limited();

        int once(String id);

        int event(String id);
    }

    /** A bean that nobody else may see. */
    static class Impl implements Quotes {

        private final AtomicInteger ran = new AtomicInteger();

        @Override
        public int cached(String id) {
            return ran.incrementAndGet();
        }

        @Override
        @RateLimited(name = "limited", limit = 1, window = "1h")
        public int limited() {
            return ran.incrementAndGet();
        }

        @Override
        @Idempotent(name = "once", key = "#id")
        public int once(String id) {
            return ran.incrementAndGet();
        }

        @Override
        @DedupeEvent(name = "event", key = "#id", duplicateResult = "0")
        public int event(String id) {
            return ran.incrementAndGet();
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AopAutoConfiguration.class, KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
            .withPropertyValues("kv.store=memory")
            .withBean(Impl.class);

    @ParameterizedTest
    @ValueSource(strings = {"spring.aop.auto=true", "spring.aop.auto=false", "spring.aop.proxy-target-class=false"})
    void annotationsWorkWhateverProxiesAreMadeOf(String property, CapturedOutput output) {
        runner.withPropertyValues(property).run(context -> {
            Quotes quotes = context.getBean(Quotes.class);
            assertThat(AopUtils.isJdkDynamicProxy(quotes)).isEqualTo(property.contains("target-class"));
            isGuarded(quotes);
        });
        assertThat(output).doesNotContain("not eligible");
    }

    @Test
    void annotationsWorkWithoutTheAutoConfigurationOfAop() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withBean(Impl.class)
                .run(context -> isGuarded(context.getBean(Quotes.class)));
    }

    @Test
    void offMeansThatCallsPassThrough() {
        runner.withPropertyValues("kv.enabled=false")
                .run(context ->
                        assertThat(guarded(context.getBean(Quotes.class))).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cache", "rate-limit", "idempotency", "dedupe"})
    void everyAreaCanBeOff(String area) {
        List<String> others = new ArrayList<>(List.of("cache", "rate-limit", "idempotency", "dedupe"));
        others.remove(area);
        runner.withPropertyValues("kv." + area + ".enabled=false")
                .run(context ->
                        assertThat(guarded(context.getBean(Quotes.class))).isEqualTo(others));
    }

    private static void isGuarded(Quotes quotes) {
        assertThat(guarded(quotes)).containsExactly("cache", "rate-limit", "idempotency", "dedupe");
        assertThatThrownBy(() -> quotes.once(null)).isInstanceOf(IdempotencyKeyMissingException.class);
    }

    /** The areas that do something. */
    private static List<String> guarded(Quotes quotes) {
        List<String> guarded = new ArrayList<>();
        add(guarded, "cache", quotes.cached("1") == quotes.cached("1"));
        quotes.limited();
        try {
            quotes.limited();
        } catch (RateLimitExceededException refusal) {
            guarded.add("rate-limit");
        }
        add(guarded, "idempotency", quotes.once("1") == quotes.once("1"));
        quotes.event("1");
        add(guarded, "dedupe", quotes.event("1") == 0);
        return guarded;
    }

    private static void add(List<String> guarded, String area, boolean works) {
        if (works) {
            guarded.add(area);
        }
    }
}
