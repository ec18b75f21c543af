package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Blocks of permits that no call could use, or that would end with each call, fail startup. */
@Tag("slow")
class BlockMistakesTest {

    private static final String BLOCK = "kv.rate-limit.limits.a.block";

    static class Several {
        @RateLimited(name = "a", limit = 100, window = "1m")
        @RateLimited(name = "b", limit = 100, window = "1m")
        public void run() {}
    }

    static class Charged {
        @RateLimited(name = "a", limit = 100, window = "1m", chargeOn = RateLimited.ChargeOn.SUCCESS)
        public void run() {}
    }

    static class Settled {
        @RateLimited(name = "a", limit = 100, window = "1m", cost = "5", actualCost = "#result")
        public int run() {
            return 1;
        }
    }

    static class Concurrent {
        @RateLimited(name = "a", limit = 100, algorithm = RateLimited.Algorithm.CONCURRENCY)
        public void run() {}
    }

    static class One {
        @RateLimited(name = "a", limit = 100, window = "1m")
        public void run() {}
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(Several.class, "10", BLOCK, "a call of several limits is charged by all of them or none"),
                Arguments.of(Charged.class, "10", BLOCK, "with chargeOn=SUCCESS, the end of a call"),
                Arguments.of(Settled.class, "10", BLOCK, "with an actualCost, the end of a call"),
                Arguments.of(Concurrent.class, "10", "concurrency", "a property is set too"),
                Arguments.of(One.class, "0", BLOCK + "=0", "out of range"),
                Arguments.of(One.class, "1000001", BLOCK + "=1000001", "out of range"));
    }

    private static ApplicationContextRunner application(Class<?> type) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withBean(type)
                .withPropertyValues("kv.store=memory");
    }

    @Test
    void blockBesideALimitThatIsDisabledIsNoMistake() {
        application(Several.class)
                .withPropertyValues(BLOCK + "=10", "kv.rate-limit.limits.b.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void blockThatMakesNoSenseFailsStartup(Class<?> type, String block, String property, String problem) {
        application(type).withPropertyValues(BLOCK + "=" + block).run(context -> {
            assertThat(context).hasFailed();
            assertThat(context.getStartupFailure())
                    .hasStackTraceContaining(property)
                    .hasStackTraceContaining(problem);
        });
    }
}
