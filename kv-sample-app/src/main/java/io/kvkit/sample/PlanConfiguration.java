package io.kvkit.sample;

import io.kvkit.meter.Algorithm;
import io.kvkit.meter.Band;
import io.kvkit.spring.RateLimitPlanProvider;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Reads from the database what plans allow. Plans missing here, such as team, come from application.yml; any other
 * plan, such as free, has the limit of the annotation.
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
