package io.kvkit.spring.autoconfigure;

import java.util.Map;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Orders the health status DEGRADED among those of Spring Boot, unless the application orders them itself.
 *
 * <p>A status without a mapping is 200 over HTTP. A mapping would replace Spring Boot's own.
 */
final class DegradedStatus implements EnvironmentPostProcessor {

    static final String ORDER = "management.endpoint.health.status.order";

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> order = Map.of(ORDER, "DOWN,OUT_OF_SERVICE,DEGRADED,UP,UNKNOWN");
        environment.getPropertySources().addLast(new MapPropertySource("kvkit", order));
    }
}
