package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.Band;
import io.kvkit.annotation.RateLimited;
import io.kvkit.annotation.RateLimited.Algorithm;
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

/** Limits of concurrent calls that contradict themselves fail startup. */
@Tag("slow")
class ConcurrencyMistakesTest {

    static class Windowed {
        @RateLimited(name = "a", limit = 1, window = "1m", algorithm = Algorithm.CONCURRENCY)
        public void run() {}
    }

    static class Costly {
        @RateLimited(name = "a", limit = 1, cost = "2", algorithm = Algorithm.CONCURRENCY)
        public void run() {}
    }

    static class Banded {
        @RateLimited(name = "a", bands = @Band(limit = 1, window = "1m"), algorithm = Algorithm.CONCURRENCY)
        public void run() {}
    }

    static class InABand {
        @RateLimited(name = "a", bands = @Band(limit = 1, algorithm = Algorithm.CONCURRENCY))
        public void run() {}
    }

    static class Leased {
        @RateLimited(name = "a", limit = 1, window = "1m", lease = "1m")
        public void run() {}
    }

    static class Unlimited {
        @RateLimited(name = "a", algorithm = Algorithm.CONCURRENCY)
        public void run() {}
    }

    static class Endless {
        @RateLimited(name = "a", limit = 2000, algorithm = Algorithm.CONCURRENCY)
        public void run() {}
    }

    static class TooLong {
        @RateLimited(name = "a", limit = 1, algorithm = Algorithm.CONCURRENCY, lease = "2h")
        public void run() {}
    }

    static class Twofold {
        @RateLimited(name = "a", limit = 1, algorithm = Algorithm.CONCURRENCY)
        public void run() {}

        @RateLimited(name = "a", limit = 1, window = "1m")
        public void walk() {}
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(Windowed.class, "window"),
                Arguments.of(Costly.class, "cost"),
                Arguments.of(Banded.class, "bands"),
                Arguments.of(InABand.class, "a limit of concurrent calls is no band"),
                Arguments.of(Leased.class, "only a limit of concurrent calls has a lease"),
                Arguments.of(Unlimited.class, "there is no limit"),
                Arguments.of(Endless.class, "must be from 1 to 1000"),
                Arguments.of(TooLong.class, "must be from 100 ms to 1 h"),
                Arguments.of(Twofold.class, "1 at the same time"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void annotationThatContradictsItselfFailsStartup(Class<?> type, String message) {
        runner().withBean(type)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(message)
                        .hasStackTraceContaining(type.getSimpleName()));
    }

    @Test
    void defaultsLimitNoConcurrentCalls() {
        fails("kv.rate-limit.defaults.algorithm=concurrency", "kv.rate-limit.defaults.algorithm=concurrency");
        fails("kv.rate-limit.defaults.lease=0s", "kv.rate-limit.defaults.lease=0s");
    }

    @Test
    void bandOfPropertiesLimitsNoConcurrentCalls() {
        runner().withPropertyValues(
                        "kv.rate-limit.limits.a.bands[0].limit=1",
                        "kv.rate-limit.limits.a.bands[0].window=1m",
                        "kv.rate-limit.limits.a.bands[0].algorithm=concurrency")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageContaining("it limits how many calls run at the same time"));
    }

    private static void fails(String property, String message) {
        runner().withPropertyValues(property)
                .run(context -> assertThat(context).getFailure().rootCause().hasMessageContaining(message));
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory", "kv.key-prefix=mistakes");
    }
}
