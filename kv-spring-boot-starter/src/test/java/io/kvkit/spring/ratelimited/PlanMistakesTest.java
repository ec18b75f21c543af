package io.kvkit.spring.ratelimited;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.RateLimitPlanProvider;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Plans that do not fit their limits. */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class PlanMistakesTest {

    static class Desk {

        @RateLimited(name = "mail", key = "#user", plan = "'pro'", limit = 10, window = "10d", cost = "5")
        public void mail(String user) {}

        @RateLimited(name = "plain", limit = 10, window = "10d")
        public void plain() {}
    }

    static class Unreadable {

        @RateLimited(name = "mail", plan = "#usr.plan", limit = 10, window = "10d")
        public void mail(String user) {}
    }

    private static ApplicationContextRunner app(Class<?> bean, String... properties) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withBean(bean)
                .withPropertyValues("kv.store=memory")
                .withPropertyValues(properties);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plans.pro.limits.mail.limit=0 | kv.rate-limit.plans.pro.limits.mail.limit=0: it is not above zero",
                "plans.pro.limits.mail.window=0s | kv.rate-limit.plans.pro.limits.mail.window=0s: it is zero",
                "plans.pro.limits.mail.limit=4 | no call could ever pass, because there are never more than 4 permits",
                "plans.pro.limits.mail.bands[0].limit=4 | kv.rate-limit.plans.pro.limits.mail.bands[0] is not complete",
                "plans.pro.limits.mail.calendar=day,"
                        + "kv.rate-limit.plans.pro.limits.mail.burst=9 "
                        + "| kv.rate-limit.plans.pro.limits.mail.burst=9 on ",
                "plan-ttl=-1s | kv.rate-limit.plan-ttl=-1s",
                "plan-timeout=0s | kv.rate-limit.plan-timeout=0s is not a positive time",
                "plans.pro.limits.mail.enabled=false | kv.rate-limit.plans.pro.limits.mail.enabled"
            })
    void wrongPlansFailStartup(String properties, String message) {
        app(Desk.class, ("kv.rate-limit." + properties).split(","))
                .run(context -> assertThat(context.getStartupFailure()).hasStackTraceContaining(message));
    }

    @Test
    void wrongExpressionFailsStartup() {
        app(Unreadable.class)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("@RateLimited(plan = \"#usr.plan\") on "));
    }

    @Test
    void severalProvidersFailStartup() {
        app(Desk.class)
                .withBean(
                        "one", RateLimitPlanProvider.class, () -> RateLimitPlanProvider.of((limit, plan) -> List.of()))
                .withBean("two", RateLimitPlanProvider.class, () -> RateLimitPlanProvider.of((limit, plan) -> null))
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("expected single matching bean but found 2: one,two"));
    }

    @Test
    void planWithoutALimitIsAWarning(CapturedOutput output) {
        app(
                        Desk.class,
                        "kv.rate-limit.plans.pro.limits.mial.limit=50",
                        "kv.rate-limit.plans.pro.limits.plain.limit=50",
                        "kv.rate-limit.plans.pro.limits.mail.limit=50")
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(output)
                            .contains(
                                    "kv.rate-limit.plans.pro.limits.mial has no effect: no @RateLimited with this name"
                                            + " has a plan",
                                    "kv.rate-limit.plans.pro.limits.plain has no effect")
                            .doesNotContain("limits.mail has no effect");
                });
    }
}
