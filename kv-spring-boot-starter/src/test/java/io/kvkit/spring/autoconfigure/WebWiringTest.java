package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.spring.ratelimited.route.RouteServletFilter;
import io.kvkit.spring.web.ClientAddress;
import io.kvkit.spring.web.KvProblems;
import io.kvkit.spring.web.reactive.KvWebFilter;
import io.kvkit.spring.web.reactive.KvWebFluxProblemAdvice;
import io.kvkit.spring.web.reactive.ReplayAdvice;
import io.kvkit.spring.web.servlet.KvServletFilter;
import io.kvkit.spring.web.servlet.KvServletProblemAdvice;
import io.kvkit.spring.web.servlet.ReplayResolver;
import io.kvkit.store.KvStore;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

@Tag("slow")
class WebWiringTest {

    private static final AutoConfigurations OURS = AutoConfigurations.of(
            KvAutoConfiguration.class, KvOperationAutoConfiguration.class, KvWebAutoConfiguration.class);

    private final WebApplicationContextRunner servlet = new WebApplicationContextRunner().withConfiguration(OURS);
    private final ReactiveWebApplicationContextRunner reactive =
            new ReactiveWebApplicationContextRunner().withConfiguration(OURS);

    @Test
    void anApplicationWithoutWebHasNothingOfIt() {
        Contexts.runner()
                .run(context -> assertThat(context)
                        .hasSingleBean(KvStore.class)
                        .doesNotHaveBean(ClientAddress.class)
                        .doesNotHaveBean(KvProblems.class)
                        .doesNotHaveBean(KvServletFilter.class)
                        .doesNotHaveBean(KvWebFilter.class));
    }

    @Test
    void aServletApplicationHasTheServletParts() {
        servlet.run(context -> assertThat(context)
                .hasSingleBean(ClientAddress.class)
                .hasSingleBean(KvServletFilter.class)
                .hasSingleBean(ReplayResolver.class)
                .hasSingleBean(KvServletProblemAdvice.class)
                .doesNotHaveBean(KvWebFilter.class)
                .doesNotHaveBean(ReplayAdvice.class));
    }

    @Test
    void aReactiveApplicationHasTheReactiveParts() {
        reactive.run(context -> assertThat(context)
                .hasSingleBean(ClientAddress.class)
                .hasSingleBean(KvWebFilter.class)
                .hasSingleBean(ReplayAdvice.class)
                .hasSingleBean(KvWebFluxProblemAdvice.class)
                .doesNotHaveBean(KvServletFilter.class)
                .doesNotHaveBean(ReplayResolver.class));
    }

    @Test
    void problemsCanBeLeftToTheApplication() {
        servlet.withPropertyValues("kv.web.problem.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(KvServletFilter.class)
                        .doesNotHaveBean(KvProblems.class)
                        .doesNotHaveBean(KvServletProblemAdvice.class));
        reactive.withPropertyValues("kv.web.problem.enabled=false")
                .run(context -> assertThat(context)
                        .hasSingleBean(KvWebFilter.class)
                        .doesNotHaveBean(KvProblems.class)
                        .doesNotHaveBean(KvWebFluxProblemAdvice.class));
    }

    @Test
    void beansOfTheApplicationAreTaken() {
        ClientAddress own = new ClientAddress(List.of(), null);
        servlet.withBean("own", ClientAddress.class, () -> own)
                .run(context -> assertThat(context.getBean(ClientAddress.class)).isSameAs(own));
    }

    @Test
    void trustedProxiesReachTheClientAddress() {
        servlet.withPropertyValues("kv.rate-limit.trusted-proxies=10.0.0.0/8").run(context -> {
            ClientAddress addresses = context.getBean(ClientAddress.class);
            assertThat(addresses.of("10.1.1.1", name -> forwarded(name))).isEqualTo("203.0.113.9");
            assertThat(addresses.of("11.1.1.1", name -> forwarded(name))).isEqualTo("11.1.1.1");
        });
    }

    @Test
    void aServletApplicationNeedsNoReactor() {
        servlet.withClassLoader(new FilteredClassLoader("reactor", "org.springframework.web.reactive"))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(KvServletFilter.class));
    }

    @Test
    void routesOfAServletApplicationNeedNoReactor() {
        servlet.withClassLoader(new FilteredClassLoader("reactor", "org.springframework.web.reactive"))
                .withPropertyValues(
                        "kv.rate-limit.routes[0].path=/login",
                        "kv.rate-limit.routes[0].limit=login",
                        "kv.rate-limit.limits.login.limit=5",
                        "kv.rate-limit.limits.login.window=1m")
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(RouteServletFilter.class));
    }

    private static List<String> forwarded(String name) {
        return "X-Forwarded-For".equalsIgnoreCase(name) ? List.of("203.0.113.9") : List.of();
    }
}
