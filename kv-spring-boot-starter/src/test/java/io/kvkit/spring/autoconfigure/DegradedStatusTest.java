package io.kvkit.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.memory.InMemoryKvStore;
import io.kvkit.spring.actuate.KvHealthIndicator;
import io.kvkit.store.KvStore;
import io.kvkit.store.StoreHealth;
import io.kvkit.tck.ForwardingKvStore;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.availability.ApplicationAvailabilityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.AvailabilityProbesAutoConfiguration;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.application.AvailabilityHealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Tag("slow")
class DegradedStatusTest {

    @Test
    void applicationWithADegradedStoreIsDegradedAndAnswersWith200() {
        try (ConfigurableApplicationContext context = start()) {
            assertThat(context.getBean(HealthEndpoint.class).health().getStatus())
                    .isEqualTo(KvHealthIndicator.DEGRADED);
            var mapper =
                    context.getBean(HealthEndpointGroups.class).getPrimary().getHttpCodeStatusMapper();
            assertThat(mapper.getStatusCode(KvHealthIndicator.DEGRADED)).isEqualTo(200);
            assertThat(mapper.getStatusCode(Status.DOWN)).isEqualTo(503);
        }
    }

    @Test
    void orderOfTheApplicationWins() {
        try (ConfigurableApplicationContext context = start("--" + DegradedStatus.ORDER + "=DOWN,UP")) {
            assertThat(context.getEnvironment().getProperty(DegradedStatus.ORDER))
                    .isEqualTo("DOWN,UP");
            assertThat(context.getBean(HealthEndpoint.class).health().getStatus())
                    .isNotEqualTo(Status.DOWN);
        }
    }

    @Test
    void storeThatIsGoneLeavesLivenessAndReadinessAlone() {
        try (ConfigurableApplicationContext context =
                start("--down=true", "--management.endpoint.health.probes.enabled=true")) {
            HealthEndpoint endpoint = context.getBean(HealthEndpoint.class);
            assertThat(endpoint.health().getStatus()).isEqualTo(Status.DOWN);
            assertThat(endpoint.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
            assertThat(endpoint.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
        }
    }

    private static ConfigurableApplicationContext start(String... arguments) {
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .run(arguments);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        KvAutoConfiguration.class,
        KvHealthAutoConfiguration.class,
        ApplicationAvailabilityAutoConfiguration.class,
        AvailabilityHealthContributorAutoConfiguration.class,
        AvailabilityProbesAutoConfiguration.class,
        HealthContributorAutoConfiguration.class,
        HealthContributorRegistryAutoConfiguration.class,
        HealthEndpointAutoConfiguration.class
    })
    static class Application {

        @Bean
        KvStore store(Environment environment) {
            boolean up = !environment.getProperty("down", Boolean.class, false);
            return new ForwardingKvStore(new InMemoryKvStore()) {
                @Override
                public CompletionStage<StoreHealth> health() {
                    return CompletableFuture.completedFuture(
                            new StoreHealth(up, Duration.ZERO, Map.of(StoreHealth.DEGRADED, "a replica is missing")));
                }
            };
        }
    }
}
