package io.kvkit.sample;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.spring.RateLimitPlanProvider;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads from the database what plans allow. A plan that is not there is that of application.yml, as team is, or else the
 * limit itself, as free is.
 */
@Configuration(proxyBeanMethods = false)
class PlanConfiguration {

    @Bean
    RateLimitPlanProvider plans(JdbcClient database) {
        return RateLimitPlanProvider.of((limit, plan) -> database
                .sql("select calls_per_minute from plan where limit_name = ? and name = ?")
                .params(limit, plan)
                .query(Long.class)
                .stream()
                .map(calls -> Band.of(Algorithm.TOKEN_BUCKET, calls, Duration.ofMinutes(1)))
                .toList());
    }
}
